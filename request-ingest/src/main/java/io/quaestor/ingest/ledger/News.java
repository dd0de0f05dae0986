package io.quaestor.ingest.ledger;

import io.quaestor.event.JobStatus;
import io.quaestor.ingest.job.Place;
import io.quaestor.kernel.Trace;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** What happens to an entry of the ledger. */
public sealed interface News {

    /**
     * A valid submission.
     *
     * @param run the run that it would begin
     */
    record Submitted(
            Place at,
            long run,
            int lane,
            ByteBuffer bodySha256,
            Instant submittedAt,
            String replyTopic,
            Optional<Trace> trace)
            implements News {}

    /**
     * A run was answered.
     *
     * @param replayable whether the answer is repeated to later submissions too
     * @param at when the broker took the news, in the transaction of the answer: by the same kind
     *     of clock as submissions
     */
    record Ended(
            long run, JobStatus status, boolean replayable, Optional<Place> response, Instant at)
            implements News {}

    /** Somebody wants the job to end. */
    record Cancelled(Entry.Cancel cancel) implements News {}
}
