package io.quaestor.ingest.job;

import java.util.Optional;
import java.util.Set;

/**
 * Which jobs are asked for.
 *
 * @param department empty for all
 * @param states empty for all
 * @param unknownOnly only jobs with a call of which nobody knows how it ended
 */
public record JobFilter(Optional<String> department, Set<JobState> states, boolean unknownOnly) {

    public static final JobFilter ALL = new JobFilter(Optional.empty(), Set.of(), false);

    public JobFilter {
        states = Set.copyOf(states);
    }

    boolean matches(PackedJob job) {
        return (states.isEmpty() || states.contains(job.state()))
                && (!unknownOnly || job.hasUnknownOutcomes())
                && department.map(code -> code.equals(job.department())).orElse(true);
    }
}
