package io.quaestor.simulator.script;

import io.quaestor.simulator.call.ProviderCall;
import io.quaestor.simulator.call.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * A script at work: decides what happens to each call. Markers in the prompt come first, then
 * limits and faults of the matching rules in order.
 *
 * <p>Draws depend on the seed, the call's content and how often that content came. Thread-safe.
 */
public final class ScriptRun {

    /**
     * What was decided about a call.
     *
     * @param release to be run exactly once when the call has ended
     */
    public record Admission(Plan plan, Runnable release) {}

    private final Script script;
    private final long setAtNanos;
    private final List<RuleState> rules;
    private final Occurrences occurrences = new Occurrences();

    /** Starts {@code script}; windows count from {@code setAtNanos}. */
    public ScriptRun(Script script, long setAtNanos) {
        this.script = script;
        this.setAtNanos = setAtNanos;
        this.rules = script.rules().stream().map(RuleState::new).toList();
    }

    /**
     * Decides one call.
     *
     * @param content a hash of the prompt and model
     * @param nowNanos on the clock of {@code setAtNanos}
     */
    public synchronized Admission admit(ProviderCall call, long content, long nowNanos) {
        int occurrence = occurrences.next(content);
        List<RuleState> matching =
                rules.stream().filter(state -> state.rule().match().accepts(call)).toList();
        return switch (Markers.in(call.promptText())) {
            case Markers.Meaningless(String marker) ->
                    new Admission(refuse("unknown simulator marker " + marker), ScriptRun::nothing);
            case Markers.Read(List<Marker> markers) -> {
                List<Marker> applying =
                        markers.stream().filter(m -> m.applies(call.model(), occurrence)).toList();
                Draw draw = new Draw(random(content, occurrence), nowNanos - setAtNanos);
                yield admit(applying, matching, draw);
            }
        };
    }

    /** The script at work. */
    public Script script() {
        return script;
    }

    private record Draw(SplittableRandom random, long sinceSetNanos) {}

    private record Strike(Behaviour behaviour, Optional<Latency> latency) {}

    private Admission admit(List<Marker> markers, List<RuleState> matching, Draw draw) {
        // Drawn before the faults, so that a fault's draw never changes a latency.
        Duration usual = named(matching, Rule::latency).orElse(Latency.NONE).draw(draw.random);
        Optional<Duration> marked = first(markers, Marker.Take.class).map(Marker.Take::latency);
        Optional<TokenUsage> usage =
                first(markers, Marker.Use.class)
                        .map(Marker.Use::usage)
                        .or(() -> named(matching, Rule::usage));
        Optional<Strike> strike =
                first(markers, Marker.Behave.class)
                        .map(marker -> new Strike(marker.behaviour(), Optional.empty()));
        Optional<Strike> ruled = strike(matching, draw);
        Strike decided =
                strike.or(() -> ruled).orElse(new Strike(new Behaviour.Answer(), Optional.empty()));
        Duration latency =
                marked.orElseGet(
                        () ->
                                decided.latency()
                                        .map(own -> own.draw(draw.random))
                                        .orElse(isError(decided) ? Duration.ZERO : usual));
        var plan = new Plan(latency, decided.behaviour(), usage, named(matching, Rule::text));
        return new Admission(plan, open(matching));
    }

    private static boolean isError(Strike strike) {
        return strike.behaviour() instanceof Behaviour.Fail;
    }

    private static Optional<Strike> strike(List<RuleState> matching, Draw draw) {
        Optional<Strike> strike = Optional.empty();
        for (RuleState state : matching) {
            // Every rule counts every call it matches, also one that another rule strikes.
            long number = state.match();
            boolean throttled = state.overRate(draw.sinceSetNanos) || state.full();
            if (strike.isEmpty()) {
                strike = throttled ? throttle(state.rule()) : fault(state.rule(), number, draw);
            }
        }
        return strike;
    }

    private static Optional<Strike> throttle(Rule rule) {
        return rule.limit()
                .map(
                        limit ->
                                new Strike(
                                        new Behaviour.Fail(
                                                429, "", "", Optional.of(limit.retryAfter())),
                                        Optional.empty()));
    }

    private static Optional<Strike> fault(Rule rule, long number, Draw draw) {
        Duration sinceSet = Duration.ofNanos(draw.sinceSetNanos);
        for (Fault fault : rule.faults()) {
            boolean drawn = draw.random.nextDouble() < fault.probability();
            boolean early = fault.first().map(n -> number <= n).orElse(true);
            boolean inWindow = fault.during().map(w -> w.contains(sinceSet)).orElse(true);
            if (drawn && early && inWindow) {
                return Optional.of(new Strike(fault.behaviour(), fault.latency()));
            }
        }
        return Optional.empty();
    }

    private Runnable open(List<RuleState> matching) {
        List<RuleState> limited =
                matching.stream().filter(state -> state.rule().limit().isPresent()).toList();
        if (limited.isEmpty()) {
            return ScriptRun::nothing;
        }
        limited.forEach(RuleState::opened);
        return () -> close(limited);
    }

    private static void nothing() {}

    private synchronized void close(List<RuleState> limited) {
        limited.forEach(RuleState::closed);
    }

    /** Of the first rule that names one. */
    private static <T> Optional<T> named(
            List<RuleState> matching, Function<Rule, Optional<T>> part) {
        return matching.stream().flatMap(state -> part.apply(state.rule()).stream()).findFirst();
    }

    private static <E extends Marker.Effect> Optional<E> first(
            List<Marker> markers, Class<E> kind) {
        return markers.stream()
                .map(Marker::effect)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }

    private SplittableRandom random(long content, int occurrence) {
        long mixed = script.seed() * 0x9E3779B97F4A7C15L + content;
        return new SplittableRandom(mixed * 31 + occurrence);
    }

    private static Plan refuse(String message) {
        Behaviour refusal = new Behaviour.Fail(400, "", message, Optional.empty());
        return new Plan(Duration.ZERO, refusal, Optional.empty(), Optional.empty());
    }
}
