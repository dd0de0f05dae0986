package io.quaestor.router.attempt;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.UnknownOutcomePolicy;
import io.quaestor.router.provider.ProviderReply;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a job that did not succeed is tried again, and when. Pure.
 *
 * <p>What is certainly unbilled and may go better elsewhere goes to the next candidate at once. A
 * throttled job without another candidate comes back later. Everything else ends the job.
 */
final class RetryPolicy {
    /** How often a job may come back to a provider that throttles it. */
    static final int MAX_THROTTLED = 5;

    /**
     * Calls of one job in all, unless the request says less: a bound on what crashes and fallbacks
     * can add up to.
     */
    static final int MAX_ATTEMPTS = 10;

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);

    /** A further try is not made before this instant; empty when there is none. */
    static Optional<Instant> retryAt(
            RoutedJob job, ProviderReply reply, Instant now, double jitter) {
        if (exhausted(job)) {
            return Optional.empty();
        }
        return switch (reply) {
            case ProviderReply.Completed _, ProviderReply.Refused _ -> Optional.empty();
            case ProviderReply.Failed failed ->
                    failed.retryable()
                                    && failed.billing() == Billing.UNBILLED
                                    && hasAlternative(job)
                            ? Optional.of(now)
                            : Optional.empty();
            case ProviderReply.Throttled throttled -> afterThrottling(job, throttled, now, jitter);
        };
    }

    /** Whether a job whose call may have happened is tried again. */
    static boolean retriesUnknown(RoutedJob job) {
        return job.getJob().getRequest().getUnknownOutcome() != UnknownOutcomePolicy.FAIL_UNKNOWN
                && !exhausted(job);
    }

    /** Throttled, and every other candidate has throttled the job before: only time helps. */
    static boolean isThrottledOut(RoutedJob job, ProviderReply reply) {
        return reply instanceof ProviderReply.Throttled && !hasUnthrottledAlternative(job);
    }

    private static Optional<Instant> afterThrottling(
            RoutedJob job, ProviderReply.Throttled throttled, Instant now, double jitter) {
        if (!isThrottledOut(job, throttled)) {
            return Optional.of(now);
        }
        int before = job.getProgress().getThrottled();
        if (before >= MAX_THROTTLED) {
            return Optional.empty();
        }
        var at = now.plus(throttled.retryAfter().orElseGet(() -> backoff(before, jitter)));
        return at.isBefore(job.getJob().getDeadline()) ? Optional.of(at) : Optional.empty();
    }

    /**
     * Doubles, and spreads over the upper half so that jobs throttled together don't come back
     * together.
     */
    private static Duration backoff(int before, double jitter) {
        long full = Math.min(FIRST_BACKOFF.toMillis() << before, LONGEST_BACKOFF.toMillis());
        return Duration.ofMillis(Math.round(full * (1 + jitter) / 2));
    }

    private static boolean hasAlternative(RoutedJob job) {
        return !job.getAlternatives().isEmpty();
    }

    /** A candidate that throttled the job before is no way round; it would be asked at once. */
    private static boolean hasUnthrottledAlternative(RoutedJob job) {
        var throttled =
                job.getProgress().getTried().stream()
                        .filter(tried -> tried.getError() == ErrorType.THROTTLED)
                        .map(tried -> tried.getRoute().getModel())
                        .collect(Collectors.toSet());
        return job.getAlternatives().stream()
                .anyMatch(route -> !throttled.contains(route.getModel()));
    }

    /** This call is the one after those the token has behind it. */
    static boolean exhausted(RoutedJob job) {
        var policy = job.getJob().getRequest().getFallback();
        int wanted =
                policy == null || policy.getMaxAttempts() <= 0
                        ? MAX_ATTEMPTS
                        : policy.getMaxAttempts();
        return job.getProgress().getAttempts() + 1 >= Math.min(wanted, MAX_ATTEMPTS);
    }

    private RetryPolicy() {}
}
