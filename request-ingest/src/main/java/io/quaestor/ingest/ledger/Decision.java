package io.quaestor.ingest.ledger;

import java.util.List;
import java.util.Optional;

/** What follows from news about a job. */
public sealed interface Decision {

    /** The entry as it is from now on; empty when nothing is to be kept. */
    Optional<Entry> next();

    /** What becomes of a submission. */
    sealed interface OfSubmission extends Decision {}

    /**
     * It begins a run.
     *
     * @param cancel which is wanted already
     */
    record Begin(Entry.Running run, Optional<Entry.Cancel> cancel) implements OfSubmission {
        @Override
        public Optional<Entry> next() {
            return Optional.of(run);
        }
    }

    /** It waits for the answer of the run. */
    record Remember(Entry.Running run) implements OfSubmission {
        @Override
        public Optional<Entry> next() {
            return Optional.of(run);
        }
    }

    /** It is answered with the answer that there is. */
    record Repeat(Entry.Ended original) implements OfSubmission {
        @Override
        public Optional<Entry> next() {
            return Optional.of(original);
        }
    }

    /** The id belongs to a job that asks for something else. */
    record Conflict(Entry unchanged) implements OfSubmission {
        @Override
        public Optional<Entry> next() {
            return Optional.of(unchanged);
        }
    }

    /** As many submissions as are remembered wait already. */
    record Overflow(Entry.Running unchanged) implements OfSubmission {
        @Override
        public Optional<Entry> next() {
            return Optional.of(unchanged);
        }
    }

    /** What becomes of the end of a run. */
    sealed interface OfEnd extends Decision {}

    /**
     * Whoever waits for the run is answered, or begins anew.
     *
     * @param answered with the run's answer, in their order
     * @param anew those who were submitted after an end that is not repeated, in their order
     */
    record Close(Entry.Ended end, List<Entry.Waiting> answered, List<Entry.Waiting> anew)
            implements OfEnd {
        public Close {
            answered = List.copyOf(answered);
            anew = List.copyOf(anew);
        }

        @Override
        public Optional<Entry> next() {
            return Optional.of(end);
        }
    }

    /** The run is none that the ledger follows. */
    record Unrelated(Optional<Entry> next) implements OfEnd {}

    /** What becomes of a cancellation. */
    sealed interface OfCancel extends Decision {}

    /** The owner of the job is told. */
    record Tell(Entry.Running run) implements OfCancel {
        @Override
        public Optional<Entry> next() {
            return Optional.of(run);
        }
    }

    /** It waits for a submission that was taken before it. */
    record Await(Entry.CancelWanted wanted) implements OfCancel {
        @Override
        public Optional<Entry> next() {
            return Optional.of(wanted);
        }
    }

    /** There is nothing to cancel: the job has ended. */
    record TooLate(Entry.Ended unchanged) implements OfCancel {
        @Override
        public Optional<Entry> next() {
            return Optional.of(unchanged);
        }
    }

    /** Its owner was told before. */
    record ToldBefore(Entry.Running unchanged) implements OfCancel {
        @Override
        public Optional<Entry> next() {
            return Optional.of(unchanged);
        }
    }
}
