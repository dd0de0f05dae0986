package io.quaestor.router.govern;

import io.quaestor.event.ErrorType;
import io.quaestor.kernel.JobDeadline;
import java.time.Duration;

/** The deadline is at most seven days ahead; one that has passed is no denial but EXPIRED. */
final class DeadlineAhead implements Rule {
    /** Ingest judged by the clock of another machine. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "deadline";
    }

    @Override
    public Verdict judge(Case theCase) {
        var job = theCase.job();
        var latest = job.getAcceptedAt().plus(JobDeadline.LONGEST).plus(CLOCK_SKEW);
        return job.getDeadline().isAfter(latest)
                ? new Verdict.Deny(
                        ErrorType.DEADLINE, "deadline", "the deadline lies more than 7 days ahead")
                : Verdict.ALLOW;
    }
}
