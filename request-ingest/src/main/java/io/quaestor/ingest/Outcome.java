package io.quaestor.ingest;

import io.quaestor.ingest.ledger.Entry;
import java.util.List;
import java.util.Optional;

/**
 * What a record becomes.
 *
 * @param kind the word for it, for those who count
 * @param records to be sent
 * @param numbers how many events of the task's sequence are among them
 * @param change the job's entry in the ledger as it is from now on, where it changes
 */
record Outcome(Kind kind, List<Outbound> records, int numbers, Optional<Entry> change) {

    enum Kind {
        ACCEPTED,
        REJECTED,
        CONFLICT,
        OVERFLOW,
        REMEMBERED,
        REPEATED,
        MOVED,
        DEAD_LETTERED
    }

    Outcome {
        records = List.copyOf(records);
    }

    static Outcome moved(Outbound home) {
        return new Outcome(Kind.MOVED, List.of(home), 0, Optional.empty());
    }

    static Outcome deadLetter(Outbound letter) {
        return new Outcome(Kind.DEAD_LETTERED, List.of(letter), 0, Optional.empty());
    }
}
