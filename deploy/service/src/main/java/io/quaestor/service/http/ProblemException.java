package io.quaestor.service.http;

import java.time.Duration;
import java.util.Optional;

/** Ends a request with a problem; for controllers, as the last step of a decision. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;
    private final Optional<Duration> retryAfter;

    public ProblemException(Problem problem) {
        this(problem, Optional.empty());
    }

    private ProblemException(Problem problem, Optional<Duration> retryAfter) {
        // Expected, so without a stack trace.
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    /** With the header {@code Retry-After}, in whole seconds, at least one. */
    public static ProblemException retryAfter(Duration wait, Problem problem) {
        return new ProblemException(problem, Optional.of(wait));
    }

    Problem problem() {
        return problem;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
