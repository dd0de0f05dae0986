package io.quaestor.ingest.ledger;

import io.quaestor.event.JobStatus;
import io.quaestor.ingest.job.Place;
import io.quaestor.kernel.Trace;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the ledger holds of one job. */
public sealed interface Entry {

    /**
     * A run is on its way.
     *
     * @param lane its department's
     * @param bodySha256 what it asks for
     * @param submittedAt when the submission that it began with was taken
     * @param cancelRequested whether its end was asked for already
     * @param remembered submissions that wait for its answer, at most {@link
     *     Ledger#REMEMBERED_MAX}, in their order
     */
    record Running(
            long run,
            int lane,
            ByteBuffer bodySha256,
            Instant submittedAt,
            boolean cancelRequested,
            List<Waiting> remembered)
            implements Entry {

        public Running {
            remembered = List.copyOf(remembered);
        }

        Running toBeCancelled() {
            return new Running(run, lane, bodySha256, submittedAt, true, remembered);
        }
    }

    /**
     * A run ended.
     *
     * @param endedAt when the broker took the news of it; from then its retention counts
     * @param replayable whether its answer is repeated to whoever submits the same again, and not
     *     only to those who submitted it while it ran
     * @param response where the answer lies; empty when its stage did not say
     */
    record Ended(
            long run,
            ByteBuffer bodySha256,
            Instant endedAt,
            JobStatus status,
            boolean replayable,
            Optional<Place> response)
            implements Entry {

        /** Whether a submission of that time has this answer; else it begins a new run. */
        boolean answers(Instant submittedAt) {
            return replayable || !submittedAt.isAfter(lastSubmission());
        }

        /**
         * Clocks of two brokers are compared. Whoever saw a failure and tries again is not to be
         * told the old one, so what is close to it counts as later; whoever cancelled is not to be
         * charged for a call, so nothing counts as later than a cancellation that was not.
         */
        private Instant lastSubmission() {
            return status == JobStatus.CANCELLED ? endedAt : endedAt.minus(Ledger.CLOCKS_APART);
        }
    }

    /**
     * A cancellation that came before what it cancels: the two topics are not ordered against each
     * other.
     */
    record CancelWanted(Cancel cancel) implements Entry {}

    /**
     * A submission that waits for the answer of a run that another one began.
     *
     * @param offset of its request in the partition of its request id; empty when the entry was
     *     stored by a version that did not note it
     * @param trace its own, which its answer carries
     */
    record Waiting(
            Place submission,
            Instant submittedAt,
            String replyTopic,
            OptionalLong offset,
            Optional<Trace> trace) {}

    /**
     * A wish to cancel.
     *
     * @param at when the broker took it
     */
    record Cancel(Instant at, String requestedBy, String reason) {}
}
