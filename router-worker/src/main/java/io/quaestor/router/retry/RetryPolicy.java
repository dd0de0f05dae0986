package io.quaestor.router.retry;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.FallbackPolicy;
import io.quaestor.event.RouteRef;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.TriedRoute;
import io.quaestor.event.UnknownOutcomePolicy;
import io.quaestor.router.failure.FailureKind;
import io.quaestor.router.provider.ProviderReply;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Whether a job that did not succeed is tried again, and when: {@link FailureKind} applied to one
 * job, with what bounds it. Pure.
 *
 * <p>Another candidate that has not been tried goes at once. Where only tried ones are left, the
 * job waits, holding neither slot nor lane: as long as the provider asks for, else a jittered
 * backoff. A call that may have been billed is the last one unless the request says otherwise.
 *
 * @param contextTokens context window of a route's model; 0 when the catalogue has it no more
 */
public record RetryPolicy(ToLongFunction<RouteRef> contextTokens) {
    /** How often a job may wait for routes that failed it. */
    public static final int MAX_WAITS = 5;

    /**
     * Calls of one job in all, unless the request says less: a bound on what crashes and fallbacks
     * can add up to.
     */
    public static final int MAX_ATTEMPTS = 10;

    /** In place of an attempt's number: the route was out of service. */
    public static final int NOT_CALLED = 0;

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);

    /**
     * A further try.
     *
     * @param notBefore the earliest instant
     * @param waited only routes that have failed the job are left, so it waits for one of them
     */
    public record Retry(Instant notBefore, boolean waited) {}

    private record Failure(
            FailureKind kind, boolean retryable, Billing billing, Optional<Duration> wish) {}

    /** The further try after a call of ours; empty when the job ends with it. */
    public Optional<Retry> after(RoutedJob job, ProviderReply reply, Instant now, double jitter) {
        return failure(reply)
                .filter(_ -> !isExhausted(job))
                .filter(failure -> mayCostTwice(job, failure))
                .flatMap(failure -> after(job, failure, now, jitter));
    }

    private Optional<Retry> after(RoutedJob job, Failure failure, Instant now, double jitter) {
        Predicate<RouteRef> permitted = permitted(job, failure.kind());
        var failed = failedBefore(job);
        if (job.getAlternatives().stream()
                .anyMatch(route -> permitted.test(route) && !failed.contains(route.getModel()))) {
            return Optional.of(new Retry(now, false));
        }
        if (failure.kind().sameRoute() == FailureKind.SameRoute.AT_ONCE && failure.retryable()) {
            return Optional.of(new Retry(now, false));
        }
        boolean here =
                failure.kind().sameRoute() == FailureKind.SameRoute.LATER && failure.retryable();
        boolean anyLater = here || job.getAlternatives().stream().anyMatch(permitted);
        return anyLater ? later(job, failure.wish(), now, jitter) : Optional.empty();
    }

    private static Optional<Retry> later(
            RoutedJob job, Optional<Duration> wish, Instant now, double jitter) {
        int before = job.getProgress().getThrottled();
        if (before >= MAX_WAITS) {
            return Optional.empty();
        }
        var at = now.plus(wish.orElseGet(() -> backoff(before, jitter)));
        return at.isBefore(job.getJob().getDeadline())
                ? Optional.of(new Retry(at, true))
                : Optional.empty();
    }

    /**
     * Doubles, and spreads over the upper half so that jobs that failed together don't come back
     * together.
     */
    private static Duration backoff(int before, double jitter) {
        long full = Math.min(FIRST_BACKOFF.toMillis() << before, LONGEST_BACKOFF.toMillis());
        return Duration.ofMillis(Math.round(full * (1 + jitter) / 2));
    }

    private Predicate<RouteRef> permitted(RoutedJob job, FailureKind kind) {
        return switch (kind.otherRoute()) {
            case NONE -> _ -> false;
            case ANY -> _ -> true;
            case LARGER_WINDOW -> {
                long here = contextTokens.applyAsLong(job.getRoute());
                yield route -> contextTokens.applyAsLong(route) > here;
            }
            case IF_THE_REQUEST_SAYS_SO -> _ -> fallback(job).getOnContentFilter();
        };
    }

    /** Models of routes that failed the job; an unknown outcome says nothing against one. */
    private static Set<String> failedBefore(RoutedJob job) {
        var models = new HashSet<String>();
        job.getProgress().getTried().stream()
                .filter(FailureKind::isAgainstItsRoute)
                .forEach(tried -> models.add(tried.getRoute().getModel()));
        return models;
    }

    /**
     * What certainly cost nothing may be tried again. A filtered reply is billed as a rule: who
     * asks for a fallback after one has agreed to that.
     */
    private static boolean mayCostTwice(RoutedJob job, Failure failure) {
        return failure.billing() == Billing.UNBILLED
                || fallback(job).getOnPossiblyBilled()
                || failure.kind().otherRoute() == FailureKind.OtherRoute.IF_THE_REQUEST_SAYS_SO;
    }

    private static Optional<Failure> failure(ProviderReply reply) {
        return switch (reply) {
            case ProviderReply.Completed _ -> Optional.empty();
            case ProviderReply.Throttled(var fault, var wish, _) ->
                    Optional.of(new Failure(kind(fault.type()), true, Billing.UNBILLED, wish));
            case ProviderReply.Refused(var fault, _) ->
                    Optional.of(
                            new Failure(
                                    kind(fault.type()), false, Billing.UNBILLED, Optional.empty()));
            case ProviderReply.Failed(var fault, var retryable, var billing, var wish, _, _) ->
                    Optional.of(new Failure(kind(fault.type()), retryable, billing, wish));
        };
    }

    private static FailureKind kind(ErrorType type) {
        return FailureKind.of(type);
    }

    /** Whether there is another candidate that has not failed the job. */
    public static boolean hasUntriedAlternative(RoutedJob job) {
        var failed = failedBefore(job);
        return job.getAlternatives().stream().anyMatch(route -> !failed.contains(route.getModel()));
    }

    /** Whether another candidate was in service when the job was last there, and failed it. */
    public static boolean hasTriedAlternative(RoutedJob job) {
        var last = new HashMap<String, TriedRoute>();
        job.getProgress().getTried().forEach(tried -> last.put(tried.getRoute().getModel(), tried));
        return job.getAlternatives().stream()
                .map(route -> last.get(route.getModel()))
                .anyMatch(tried -> tried != null && tried.getAttempt() != NOT_CALLED);
    }

    /** Whether the job is to end rather than to wait while no route is in service. */
    public static boolean rejectsWhenUnavailable(RoutedJob job) {
        return fallback(job).getRejectWhenUnavailable();
    }

    /** Whether a job whose call may have happened is tried again. */
    public static boolean retriesUnknown(RoutedJob job) {
        return job.getJob().getRequest().getUnknownOutcome() != UnknownOutcomePolicy.FAIL_UNKNOWN
                && !isExhausted(job);
    }

    /** This call is the one after those the token has behind it. */
    public static boolean isExhausted(RoutedJob job) {
        int wanted = fallback(job).getMaxAttempts();
        int most = wanted <= 0 ? MAX_ATTEMPTS : Math.min(wanted, MAX_ATTEMPTS);
        return job.getProgress().getAttempts() + 1 >= most;
    }

    private static FallbackPolicy fallback(RoutedJob job) {
        var asked = job.getJob().getRequest().getFallback();
        return asked == null ? FallbackPolicy.newBuilder().build() : asked;
    }
}
