package io.quaestor.ingest.job;

import java.util.Comparator;
import java.util.UUID;

/**
 * The place of a job in a list, the same on every instance that has seen the job's first event. A
 * page goes on behind one, whatever came or went meanwhile; a job that starts a new run between two
 * pages moves to the front.
 */
public record JobPosition(long seenFromMillis, UUID id) {

    /** The newest first. */
    static final Comparator<JobPosition> NEWEST_FIRST =
            Comparator.comparingLong(JobPosition::seenFromMillis)
                    .thenComparing(JobPosition::id)
                    .reversed();

    boolean isBehind(JobPosition other) {
        return NEWEST_FIRST.compare(this, other) > 0;
    }
}
