package io.quaestor.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.HealthState;
import io.quaestor.event.RouteRef;
import io.quaestor.router.Samples;
import io.quaestor.router.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CircuitsTest {
    private static final RouteRef ROUTE = Samples.route("haiku", "sim-aws");
    private static final RouteRef OTHER = Samples.route("sonnet", "sim-aws");

    private Instant now = Samples.NOW;
    private final List<HealthState> changes = new ArrayList<>();
    private final Circuits circuits =
            new Circuits(() -> now, (change, _) -> changes.add(change.state()), (_, _) -> {});

    @Test
    void opensWhenHalfOfTheLastCallsFailed() {
        for (int i = 0; i < 5; i++) {
            call(Optional.empty());
        }
        for (int i = 0; i < 4; i++) {
            call(Optional.of(FailureKind.OVERLOADED));
        }
        assertThat(circuits.isAvailable(ROUTE)).isTrue();
        call(Optional.of(FailureKind.SERVER_ERROR));
        assertThat(circuits.isAvailable(ROUTE)).isFalse();
        assertThat(circuits.start(ROUTE)).isEmpty();
        assertThat(changes).containsExactly(HealthState.OPEN);
        assertThat(circuits.isAvailable(OTHER)).isTrue();
        assertThat(circuits.start(OTHER)).isPresent();
    }

    @Test
    void staysClosedForFailuresThatSayNothingAgainstTheRoute() {
        for (int i = 0; i < 50; i++) {
            call(Optional.of(FailureKind.THROTTLED));
            call(Optional.of(FailureKind.PROVIDER_INVALID_REQUEST));
            call(Optional.of(FailureKind.CONTENT_FILTERED));
        }
        assertThat(circuits.isAvailable(ROUTE)).isTrue();
        assertThat(changes).isEmpty();
    }

    @Test
    void tellsHowEachCircuitStandsWhileItKnows() {
        call(OTHER, Optional.empty());
        open();
        assertThat(circuits.all())
                .containsExactly(
                        new Circuits.Standing(ROUTE, HealthState.OPEN),
                        new Circuits.Standing(OTHER, HealthState.CLOSED));

        after(Duration.ofSeconds(65));
        assertThat(circuits.all().getFirst().state()).isEqualTo(HealthState.OPEN);
        after(Duration.ofSeconds(1));
        assertThat(circuits.all().getFirst().state()).isEqualTo(HealthState.UNKNOWN);
    }

    @Test
    void forgetsARouteWhoseCallsAreMadeElsewhereByNow() {
        open();
        after(Duration.ofSeconds(5).plusMillis(1));
        circuits.routed(ROUTE);
        after(Duration.ofSeconds(10));
        circuits.routed(ROUTE);
        assertThat(circuits.isAvailable(ROUTE)).isTrue();
        circuits.routed(ROUTE);
        assertThat(circuits.isAvailable(ROUTE)).as("neither probe was started here").isTrue();
        assertThat(circuits.start(ROUTE)).isPresent();
        assertThat(circuits.isAvailable(ROUTE)).as("one probe").isFalse();
    }

    @Test
    void isProbedByOneJobAndClosesWhenThatGoesWell() {
        open();
        after(Duration.ofSeconds(5).plusMillis(1));
        assertThat(circuits.isAvailable(ROUTE)).isTrue();
        circuits.routed(ROUTE);
        assertThat(circuits.isAvailable(ROUTE)).as("one probe").isFalse();
        var probe = circuits.start(ROUTE).orElseThrow();
        assertThat(circuits.start(ROUTE)).as("one call").isEmpty();
        probe.ended(Optional.empty(), Duration.ofMillis(3));
        assertThat(circuits.isAvailable(ROUTE)).isTrue();
        assertThat(changes)
                .containsExactly(HealthState.OPEN, HealthState.HALF_OPEN, HealthState.CLOSED);
    }

    @Test
    void waitsTwiceAsLongAfterEachProbeThatFails() {
        open();
        for (int seconds : List.of(5, 10, 20, 40, 60, 60)) {
            assertThat(circuits.nextProbe(ROUTE)).isEqualTo(now.plusSeconds(seconds));
            after(Duration.ofSeconds(seconds));
            assertThat(circuits.isAvailable(ROUTE)).isFalse();
            assertThat(circuits.start(ROUTE)).isEmpty();
            after(Duration.ofMillis(1));
            assertThat(circuits.isAvailable(ROUTE)).isTrue();
            circuits.start(ROUTE)
                    .orElseThrow()
                    .ended(Optional.of(FailureKind.TIMEOUT), Duration.ofSeconds(1));
        }
    }

    @Test
    void takesAnotherProbeWhenOneWasNotMadeOrIsLost() {
        open();
        after(Duration.ofSeconds(5).plusMillis(1));
        circuits.start(ROUTE).orElseThrow().notMade();
        assertThat(circuits.isAvailable(ROUTE)).isTrue();
        circuits.routed(ROUTE);
        assertThat(circuits.isAvailable(ROUTE)).isFalse();
        after(Duration.ofSeconds(10));
        assertThat(circuits.isAvailable(ROUTE)).isTrue();
        assertThat(circuits.start(ROUTE)).isPresent();
    }

    @Test
    void hearsNothingOfCallsThatBeganBeforeItOpened() {
        var before = circuits.start(ROUTE).orElseThrow();
        open();
        after(Duration.ofSeconds(5).plusMillis(1));
        assertThat(circuits.start(ROUTE)).isPresent();
        before.ended(Optional.empty(), Duration.ofSeconds(6));
        assertThat(changes).last().isEqualTo(HealthState.HALF_OPEN);
    }

    @Test
    void sendsNoneAwayForAProbeThatIsUnderWayBeforeItMayBeOver() {
        open();
        after(Duration.ofSeconds(5).plusMillis(1));
        assertThat(circuits.start(ROUTE)).isPresent();
        assertThat(circuits.nextProbe(ROUTE)).isEqualTo(now.plusSeconds(5));
    }

    private void open() {
        for (int i = 0; i < 10; i++) {
            call(Optional.of(FailureKind.CONNECTION));
        }
        assertThat(changes).last().isEqualTo(HealthState.OPEN);
    }

    private void call(Optional<FailureKind> failure) {
        call(ROUTE, failure);
    }

    private void call(RouteRef route, Optional<FailureKind> failure) {
        circuits.start(route).orElseThrow().ended(failure, Duration.ofMillis(1));
    }

    private void after(Duration time) {
        now = now.plus(time);
    }
}
