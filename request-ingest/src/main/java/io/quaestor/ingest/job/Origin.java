package io.quaestor.ingest.job;

import io.quaestor.kernel.JobId;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Which run of which job this is; it does not change while the run lives.
 *
 * @param department as the request names it; of a rejected request it may be no valid code
 * @param model the alias that was asked for; empty while it was not seen
 * @param bodyMark the first eight bytes of the digest of what is asked; 0 while it was not seen
 * @param submission where the request lies; empty while it was not seen
 */
public record Origin(
        JobId jobId,
        String department,
        String requestId,
        long run,
        String model,
        long bodyMark,
        Optional<Place> submission) {

    /**
     * Of a digest; two requests of one id with different marks ask for different things.
     *
     * @param sha256 at least eight bytes, or none where a digest is not known
     */
    public static long mark(ByteBuffer sha256) {
        return sha256.remaining() < Long.BYTES ? 0 : sha256.getLong(sha256.position());
    }

    Origin submitted(Place place) {
        return new Origin(jobId, department, requestId, run, model, bodyMark, Optional.of(place));
    }

    Origin asking(String alias) {
        return new Origin(jobId, department, requestId, run, alias, bodyMark, submission);
    }

    Origin marked(long mark) {
        return new Origin(jobId, department, requestId, run, model, mark, submission);
    }

    /** Whether it is known that something else is asked for than by a body of this mark. */
    boolean asksForAnotherThan(long mark) {
        return bodyMark != 0 && mark != 0 && bodyMark != mark;
    }
}
