package io.quaestor.router.retry;

import static io.quaestor.router.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.FallbackPolicy;
import io.quaestor.event.RouteRef;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.TriedRoute;
import io.quaestor.event.UnknownOutcomePolicy;
import io.quaestor.router.Samples;
import io.quaestor.router.attempt.Replies;
import io.quaestor.router.failure.FailureKind;
import io.quaestor.router.provider.ProviderReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {
    private static final Optional<Duration> NO_WISH = Optional.empty();
    private static final RouteRef MINI = Samples.route("mini", "sim-oai");
    private static final RouteRef NANO = Samples.route("nano", "sim-oai");

    private final RetryPolicy policy =
            new RetryPolicy(
                    route -> Map.of("nano@sim-oai", 8_000L).getOrDefault(route.getModel(), 4_000L));

    @Test
    void bringsAJobBackToItsOnlyRouteFiveTimesAndNotASixth() {
        for (int before = 0; before < 5; before++) {
            assertThat(after(waitedBefore(before), Replies.throttled(NO_WISH)))
                    .hasValueSatisfying(retry -> assertThat(retry.waited()).isTrue());
        }
        assertThat(after(waitedBefore(5), Replies.throttled(NO_WISH))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,0,500", "0,1,1000", "1,0,1000", "3,0.5,6000", "4,1,16000"})
    void doublesTheWaitAndSpreadsItOverItsUpperHalf(int before, double jitter, long millis) {
        assertThat(policy.after(waitedBefore(before), Replies.throttled(NO_WISH), NOW, jitter))
                .contains(new RetryPolicy.Retry(NOW.plusMillis(millis), true));
    }

    @Test
    void doesNotWaitBeyondTheDeadline() {
        var toTheEnd = Duration.between(NOW, Samples.DEADLINE);
        var job = Samples.routed(1);
        assertThat(after(job, Replies.throttled(Optional.of(toTheEnd)))).isEmpty();
        assertThat(after(job, Replies.throttled(Optional.of(toTheEnd.minusMillis(1))))).isPresent();
    }

    @Test
    void takesACandidateThatFailedTheJobForNoWayRound() {
        var job = withAlternatives(MINI);
        tried(job, MINI, ErrorType.SERVER_ERROR);
        var wish = Duration.ofSeconds(20);
        assertThat(after(job, Replies.throttled(Optional.of(wish))))
                .contains(new RetryPolicy.Retry(NOW.plus(wish), true));
        job.getAlternatives().add(NANO);
        assertThat(after(job, Replies.throttled(Optional.of(wish))))
                .contains(new RetryPolicy.Retry(NOW, false));
    }

    @Test
    void goesBackToARouteThatFailedInPassingWhenTheLastCandidateIsOfNoUse() {
        var job = withAlternatives(MINI);
        tried(job, MINI, ErrorType.OVERLOADED);
        assertThat(after(job, unbilled(ErrorType.AUTHENTICATION)))
                .hasValueSatisfying(retry -> assertThat(retry.waited()).isTrue());
    }

    @Test
    void countsAnUnknownOutcomeAgainstNoRoute() {
        var job = withAlternatives(MINI);
        tried(job, MINI, ErrorType.OUTCOME_UNKNOWN);
        assertThat(after(job, unbilled(ErrorType.OVERLOADED)))
                .contains(new RetryPolicy.Retry(NOW, false));
    }

    /** The whole table, once with nothing else to go to and once with another candidate. */
    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void doesWhatTheTableSays(FailureKind kind) {
        if (EnumSet.of(FailureKind.OTHER, FailureKind.OUTCOME_UNKNOWN, FailureKind.SCHEMA_VIOLATION)
                .contains(kind)) {
            return;
        }
        var type = ErrorType.valueOf(kind.name());
        assertThat(after(Samples.routed(1), unbilled(type)).isPresent())
                .as("waits for the same route")
                .isEqualTo(kind.sameRoute() == FailureKind.SameRoute.LATER);
        assertThat(goesOn(type, MINI))
                .as("goes to any other route")
                .isEqualTo(kind.otherRoute() == FailureKind.OtherRoute.ANY);
        assertThat(goesOn(type, NANO))
                .as("goes to a route with a larger window")
                .isEqualTo(
                        kind.otherRoute() == FailureKind.OtherRoute.ANY
                                || kind.otherRoute() == FailureKind.OtherRoute.LARGER_WINDOW);
    }

    private boolean goesOn(ErrorType type, RouteRef other) {
        return after(withAlternatives(other), unbilled(type))
                .filter(retry -> !retry.waited())
                .isPresent();
    }

    @Test
    void triesNothingAgainThatMayBeBilledUnlessTheRequestSaysSo() {
        var job = withAlternatives(MINI);
        var slow = Replies.failed(ErrorType.TIMEOUT, true, Billing.UNKNOWN);
        assertThat(after(job, slow)).isEmpty();
        job.getJob()
                .getRequest()
                .setFallback(FallbackPolicy.newBuilder().setOnPossiblyBilled(true).build());
        assertThat(after(job, slow)).contains(new RetryPolicy.Retry(NOW, false));
    }

    @Test
    void goesOnAfterAContentFilterOnlyIfTheRequestSaysSo() {
        var job = withAlternatives(MINI);
        var filtered = Replies.failed(ErrorType.CONTENT_FILTERED, false, Billing.UNKNOWN);
        assertThat(after(job, filtered)).isEmpty();
        job.getJob()
                .getRequest()
                .setFallback(FallbackPolicy.newBuilder().setOnContentFilter(true).build());
        assertThat(after(job, filtered)).contains(new RetryPolicy.Retry(NOW, false));
    }

    @Test
    void obeysAProviderThatSaysNotToComeBack() {
        var never = Replies.failed(ErrorType.SERVER_ERROR, false, Billing.UNBILLED);
        assertThat(after(Samples.routed(1), never)).isEmpty();
        assertThat(after(withAlternatives(MINI), never)).isPresent();
    }

    @Test
    void stopsAtTheCallsThatTheRequestAllows() {
        var job = withAlternatives(MINI);
        job.getJob()
                .getRequest()
                .setFallback(FallbackPolicy.newBuilder().setMaxAttempts(2).build());
        assertThat(after(job, unbilled(ErrorType.OVERLOADED))).isPresent();
        job.getProgress().setAttempts(1);
        assertThat(after(job, unbilled(ErrorType.OVERLOADED))).isEmpty();
        assertThat(RetryPolicy.retriesUnknown(job)).isFalse();
    }

    @Test
    void boundsTheCallsOfEveryJobWhateverTheRequestAllows() {
        var job = Samples.routed(1);
        job.getJob()
                .getRequest()
                .setFallback(FallbackPolicy.newBuilder().setMaxAttempts(1_000).build());
        job.getProgress().setAttempts(RetryPolicy.MAX_ATTEMPTS - 2);
        assertThat(RetryPolicy.retriesUnknown(job)).isTrue();
        job.getProgress().setAttempts(RetryPolicy.MAX_ATTEMPTS - 1);
        assertThat(RetryPolicy.retriesUnknown(job)).isFalse();
    }

    @Test
    void retriesAnUnknownOutcomeUnlessTheRequestForbidsIt() {
        var job = Samples.routed(1);
        assertThat(RetryPolicy.retriesUnknown(job)).isTrue();
        job.getJob().getRequest().setUnknownOutcome(UnknownOutcomePolicy.FAIL_UNKNOWN);
        assertThat(RetryPolicy.retriesUnknown(job)).isFalse();
    }

    @Test
    void leavesAnAnswerAlone() {
        assertThat(after(withAlternatives(MINI), Replies.completed(Replies.usage()))).isEmpty();
    }

    private Optional<RetryPolicy.Retry> after(RoutedJob job, ProviderReply reply) {
        return policy.after(job, reply, NOW, 0.5);
    }

    private static ProviderReply unbilled(ErrorType type) {
        return type == ErrorType.THROTTLED
                ? Replies.throttled(NO_WISH)
                : Replies.failed(type, true, Billing.UNBILLED);
    }

    private static RoutedJob waitedBefore(int times) {
        var job = Samples.routed(1);
        job.getProgress().setThrottled(times);
        job.getProgress().setAttempts(times);
        return job;
    }

    private static RoutedJob withAlternatives(RouteRef... routes) {
        var job = Samples.routed(1);
        job.setAlternatives(new ArrayList<>(List.of(routes)));
        return job;
    }

    private static void tried(RoutedJob job, RouteRef route, ErrorType error) {
        job.getProgress().setAttempts(1);
        job.getProgress().setTried(List.of(new TriedRoute(route, 1, error, false)));
    }
}
