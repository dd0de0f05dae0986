package io.quaestor.ingest.job;

import io.quaestor.kernel.JobId;
import java.util.Optional;

/**
 * Which run of which job this is; it does not change while the run lives.
 *
 * @param department as the request names it; of a rejected request it may be no valid code
 * @param model the alias that was asked for; empty while it was not seen
 * @param submission where the request lies; empty while it was not seen
 */
public record Origin(
        JobId jobId,
        String department,
        String requestId,
        long run,
        String model,
        Optional<Place> submission) {

    Origin submitted(Place place) {
        return new Origin(jobId, department, requestId, run, model, Optional.of(place));
    }

    Origin asking(String alias) {
        return new Origin(jobId, department, requestId, run, alias, submission);
    }
}
