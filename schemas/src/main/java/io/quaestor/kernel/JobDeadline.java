package io.quaestor.kernel;

import java.time.Duration;

/** How far ahead a job's deadline may lie: the job topics keep their records a day longer. */
public final class JobDeadline {
    public static final Duration LONGEST = Duration.ofDays(7);

    private JobDeadline() {}
}
