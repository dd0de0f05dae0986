package io.quaestor.router.health;

import static java.util.Comparator.comparing;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import io.quaestor.event.HealthState;
import io.quaestor.event.RouteRef;
import io.quaestor.router.failure.FailureKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * A circuit for each route (provider and model), of one worker. It opens when half of the last 20
 * calls failed in a way that speaks against the route ({@link FailureKind#circuit()}), at least ten
 * of them; after 5 s, then twice as long each time up to a minute, one job is its probe.
 *
 * <p>Safe for all threads. A call that began before the circuit changed says nothing about its new
 * state.
 */
public final class Circuits implements Availability {
    private static final int WINDOW_CALLS = 20;
    private static final int MIN_CALLS = 10;
    private static final float FAULTS_PERCENT = 50;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /**
     * A probe that was routed and not started by then is thought of as lost, and another is due.
     */
    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(10);

    /** How a circuit stands, or what it has just become. */
    public record Standing(RouteRef route, HealthState state) {}

    private static final class Circuit {
        final RouteRef route;
        final CircuitBreaker breaker;
        volatile Instant openedAt = Instant.EPOCH;
        volatile Instant probeRoutedAt = Instant.EPOCH;
        volatile Duration pause = FIRST_PAUSE;
        volatile boolean probing;

        /** Probes routed since a job last asked here to be started. */
        final AtomicInteger probesRouted = new AtomicInteger();

        /** Counts the changes between open and closed. */
        final AtomicLong life = new AtomicLong();

        Circuit(RouteRef route, CircuitBreaker breaker) {
            this.route = route;
            this.breaker = breaker;
        }
    }

    private final InstantSource clock;
    private final CircuitBreakerConfig config;
    private final BiConsumer<Standing, Instant> listener;
    private final BiConsumer<String, Supplier<HealthState>> created;
    private final Map<String, Circuit> circuits = new ConcurrentHashMap<>();

    /**
     * @param listener is told of every change, in the thread that causes it
     * @param created is told of every new circuit: its model, and where to ask for its state
     */
    public Circuits(
            InstantSource clock,
            BiConsumer<Standing, Instant> listener,
            BiConsumer<String, Supplier<HealthState>> created) {
        this.clock = clock;
        this.listener = listener;
        this.created = created;
        this.config =
                CircuitBreakerConfig.custom()
                        .slidingWindowType(SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(WINDOW_CALLS)
                        .minimumNumberOfCalls(MIN_CALLS)
                        .failureRateThreshold(FAULTS_PERCENT)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitIntervalFunctionInOpenState(
                                IntervalFunction.ofExponentialBackoff(
                                        FIRST_PAUSE, 2, LONGEST_PAUSE))
                        .clock(asClock(clock))
                        .currentTimestampFunction(
                                at -> at.instant().toEpochMilli(), TimeUnit.MILLISECONDS)
                        .build();
    }

    private static Clock asClock(InstantSource source) {
        return source.withZone(ZoneOffset.UTC);
    }

    private Circuit circuit(RouteRef route) {
        return circuits.computeIfAbsent(route.getModel(), name -> newCircuit(name, route));
    }

    private Circuit newCircuit(String name, RouteRef route) {
        var circuit = new Circuit(route, CircuitBreaker.of(name, config));
        circuit.breaker
                .getEventPublisher()
                .onStateTransition(event -> changed(circuit, event.getStateTransition()));
        created.accept(name, () -> known(circuit));
        return circuit;
    }

    private void changed(Circuit circuit, StateTransition transition) {
        var now = clock.instant();
        var to = transition.getToState();
        circuit.life.incrementAndGet();
        if (to == CircuitBreaker.State.OPEN) {
            circuit.pause = nextPause(circuit, transition.getFromState());
            circuit.openedAt = now;
        }
        listener.accept(new Standing(circuit.route, state(to)), now);
    }

    /** Of every route that was called here, by provider and model. */
    public List<Standing> all() {
        return circuits.values().stream()
                .map(circuit -> new Standing(circuit.route, known(circuit)))
                .sorted(
                        comparing((Standing each) -> each.route().getProvider())
                                .thenComparing(each -> each.route().getModel()))
                .toList();
    }

    /**
     * What this worker still knows: UNKNOWN where an open circuit was due for a probe a minute ago
     * and no call came, for then the route is called elsewhere or by nobody.
     */
    private HealthState known(Circuit circuit) {
        var state = state(circuit.breaker.getState());
        var forgotten = circuit.openedAt.plus(circuit.pause).plus(LONGEST_PAUSE);
        return state == HealthState.OPEN && clock.instant().isAfter(forgotten)
                ? HealthState.UNKNOWN
                : state;
    }

    /** As the breaker counts it. */
    private static Duration nextPause(Circuit circuit, CircuitBreaker.State from) {
        if (from == CircuitBreaker.State.CLOSED) {
            return FIRST_PAUSE;
        }
        var twice = circuit.pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private static HealthState state(CircuitBreaker.State state) {
        return switch (state) {
            case CLOSED, DISABLED, METRICS_ONLY -> HealthState.CLOSED;
            case OPEN, FORCED_OPEN -> HealthState.OPEN;
            case HALF_OPEN -> HealthState.HALF_OPEN;
        };
    }

    @Override
    public boolean isAvailable(String provider, String model) {
        var circuit = circuits.get(model);
        if (circuit == null || circuit.breaker.getState() == CircuitBreaker.State.CLOSED) {
            return true;
        }
        var now = clock.instant();
        var due = circuit.openedAt.plus(circuit.pause);
        return !circuit.probing
                && now.isAfter(due)
                && (isCalledElsewhere(circuit)
                        || !now.isBefore(circuit.probeRoutedAt.plus(PROBE_PATIENCE)));
    }

    /**
     * A probe was routed and another after it, and neither came here to be started: the queue is
     * another worker's by now, and what this one saw of the route says nothing any more. The owner
     * sends back what its own circuit does not let through.
     */
    private static boolean isCalledElsewhere(Circuit circuit) {
        return circuit.probesRouted.get() > 1;
    }

    @Override
    public void routed(RouteRef route) {
        var circuit = circuits.get(route.getModel());
        if (circuit != null && circuit.breaker.getState() != CircuitBreaker.State.CLOSED) {
            circuit.probeRoutedAt = clock.instant();
            circuit.probesRouted.incrementAndGet();
        }
    }

    /**
     * Asks to start a call. What was granted ends with {@link Call#ended} or {@link Call#notMade}.
     *
     * @return empty while the circuit is open, or its one probe is under way
     */
    Optional<Call> start(RouteRef route) {
        var circuit = circuit(route);
        circuit.probesRouted.set(0);
        if (!circuit.breaker.tryAcquirePermission()) {
            return Optional.empty();
        }
        circuit.probing = circuit.breaker.getState() == CircuitBreaker.State.HALF_OPEN;
        return Optional.of(new Call(circuit, circuit.life.get()));
    }

    /** When an open circuit takes its next probe, or may; now when it is closed. */
    Instant nextProbe(RouteRef route) {
        var circuit = circuits.get(route.getModel());
        var now = clock.instant();
        if (circuit == null) {
            return now;
        }
        return switch (circuit.breaker.getState()) {
            case OPEN -> {
                var due = circuit.openedAt.plus(circuit.pause);
                yield due.isBefore(now) ? now : due;
            }
            // Its probe is under way, and may take as long as a call may.
            case HALF_OPEN -> now.plus(circuit.pause);
            default -> now;
        };
    }

    /** A call that was granted. */
    static final class Call {
        private final Circuit circuit;
        private final long life;

        private Call(Circuit circuit, long life) {
            this.circuit = circuit;
            this.life = life;
        }

        /**
         * @param failure empty when the model answered
         */
        void ended(Optional<FailureKind> failure, Duration took) {
            switch (failure.map(FailureKind::circuit).orElse(FailureKind.Circuit.WORKS)) {
                case WORKS ->
                        settle(
                                () ->
                                        circuit.breaker.onSuccess(
                                                took.toMillis(), TimeUnit.MILLISECONDS));
                case FAULT ->
                        settle(
                                () ->
                                        circuit.breaker.onError(
                                                took.toMillis(),
                                                TimeUnit.MILLISECONDS,
                                                new CallFailed()));
                case SAYS_NOTHING -> notMade();
            }
        }

        /** The permission is given back. */
        void notMade() {
            settle(circuit.breaker::releasePermission);
        }

        private void settle(Runnable tell) {
            if (circuit.life.get() == life) {
                circuit.probing = false;
                tell.run();
            }
        }
    }

    /** What the breaker wants to see of a failure. */
    private static final class CallFailed extends Exception {
        private static final long serialVersionUID = 1L;

        CallFailed() {
            super("the call failed", null, false, false);
        }
    }
}
