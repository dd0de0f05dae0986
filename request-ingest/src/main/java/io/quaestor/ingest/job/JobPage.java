package io.quaestor.ingest.job;

import java.util.List;
import java.util.Optional;

/**
 * Some jobs, newest first.
 *
 * @param next behind which the next page begins; empty on the last one
 */
public record JobPage(List<JobStanding> jobs, Optional<JobPosition> next) {

    public JobPage {
        jobs = List.copyOf(jobs);
    }
}
