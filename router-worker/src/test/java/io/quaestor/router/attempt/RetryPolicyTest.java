package io.quaestor.router.attempt;

import static io.quaestor.router.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.FallbackPolicy;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.TriedRoute;
import io.quaestor.event.UnknownOutcomePolicy;
import io.quaestor.router.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
    private static final Optional<Duration> NO_WISH = Optional.empty();

    @Test
    void bringsAThrottledJobBackFiveTimesAndNotASixth() {
        for (int before = 0; before < 5; before++) {
            assertThat(throttled(throttledBefore(before), NO_WISH)).isPresent();
        }
        assertThat(throttled(throttledBefore(5), NO_WISH)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,0,500", "0,1,1000", "1,0,1000", "3,0.5,6000", "4,1,16000"})
    void doublesTheWaitAndSpreadsItOverItsUpperHalf(int before, double jitter, long millis) {
        var job = throttledBefore(before);
        assertThat(RetryPolicy.retryAt(job, Replies.throttled(NO_WISH), NOW, jitter))
                .contains(NOW.plusMillis(millis));
    }

    @Test
    void doesNotWaitBeyondTheDeadline() {
        var toTheEnd = Duration.between(NOW, Samples.DEADLINE);
        assertThat(throttled(Samples.routed(1), Optional.of(toTheEnd))).isEmpty();
        assertThat(throttled(Samples.routed(1), Optional.of(toTheEnd.minusMillis(1)))).isPresent();
    }

    @Test
    void doesNotTakeACandidateThatThrottledTheJobBeforeForAWayRound() {
        var job = Samples.routed(1);
        var other = Samples.route("mini", "sim-oai");
        job.getAlternatives().add(other);
        job.getProgress().setAttempts(1);
        job.getProgress().setTried(List.of(new TriedRoute(other, 1, ErrorType.THROTTLED, false)));
        var wish = Duration.ofSeconds(20);
        assertThat(throttled(job, Optional.of(wish))).contains(NOW.plus(wish));
        assertThat(RetryPolicy.isThrottledOut(job, Replies.throttled(NO_WISH))).isTrue();
        job.getAlternatives().add(Samples.route("nano", "sim-oai"));
        assertThat(throttled(job, Optional.of(wish))).contains(NOW);
    }

    @Test
    void stopsAtTheCallsThatTheRequestAllows() {
        var job = Samples.routed(1);
        job.getAlternatives().add(Samples.route("mini", "sim-oai"));
        job.getJob()
                .getRequest()
                .setFallback(FallbackPolicy.newBuilder().setMaxAttempts(2).build());
        var failed = Replies.failed(ErrorType.OVERLOADED, true, Billing.UNBILLED);
        assertThat(RetryPolicy.retryAt(job, failed, NOW, 0)).isPresent();
        job.getProgress().setAttempts(1);
        assertThat(RetryPolicy.retryAt(job, failed, NOW, 0)).isEmpty();
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
    void triesNothingAgainThatAnsweredOrWasRefusedOrMayBeBilledOrWouldFailAgain() {
        var job = Samples.routed(1);
        job.getAlternatives().add(Samples.route("mini", "sim-oai"));
        for (var reply :
                List.of(
                        Replies.completed(Replies.usage()),
                        Replies.refused(),
                        Replies.failed(ErrorType.TIMEOUT, true, Billing.UNKNOWN),
                        Replies.failed(ErrorType.AUTHENTICATION, false, Billing.UNBILLED))) {
            assertThat(RetryPolicy.retryAt(job, reply, NOW, 0)).isEmpty();
        }
    }

    private static RoutedJob throttledBefore(int times) {
        var job = Samples.routed(1);
        job.getProgress().setThrottled(times);
        job.getProgress().setAttempts(times);
        return job;
    }

    private static Optional<Instant> throttled(RoutedJob job, Optional<Duration> retryAfter) {
        return RetryPolicy.retryAt(job, Replies.throttled(retryAfter), NOW, 0.5);
    }
}
