package io.quaestor.ingest.ledger;

import io.quaestor.event.JobStatus;
import io.quaestor.ingest.job.Place;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the ledger holds of one job. A run that ended in a way that is not repeated leaves nothing:
 * the next submission starts anew.
 */
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
     * A run ended with an answer that is repeated to whoever submits the same again.
     *
     * @param endedAt from when its retention counts
     * @param response where the answer lies; empty when its stage did not say
     */
    record Ended(
            long run,
            ByteBuffer bodySha256,
            Instant endedAt,
            JobStatus status,
            Optional<Place> response)
            implements Entry {}

    /**
     * A cancellation that came before what it cancels: the two topics are not ordered against each
     * other.
     */
    record CancelWanted(Cancel cancel) implements Entry {}

    /** A submission that waits for the answer of a run that another one began. */
    record Waiting(Place submission, Instant submittedAt, String replyTopic) {}

    /**
     * A wish to cancel.
     *
     * @param at when the broker took it
     */
    record Cancel(Instant at, String requestedBy, String reason) {}
}
