package io.quaestor.cli.chaos.check;

import io.quaestor.cli.chaos.fact.Disturbance;
import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.fact.Facts.Call;
import io.quaestor.cli.chaos.fact.Facts.ChargeLine;
import io.quaestor.cli.chaos.fact.Facts.Event;
import io.quaestor.cli.chaos.plan.Fault.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * How long it took until what a fault had stopped went on.
 *
 * <p>Of a <b>worker</b>: from the kill, or the beginning of the pause, until the last of its
 * unfinished jobs has its next event, whoever writes it. Unfinished are jobs with an intent of that
 * worker before and without the attempt's end. Nothing is measured where it had none.
 *
 * <p>Of all others: from the moment at which the process is started again (the start counts) or
 * goes on, until the first trace of what it had stopped: of ingest an accepted job, of the
 * aggregator a charge, of the sink and of PostgreSQL a chained event, of the broker any event of
 * the journal, of the simulator an answered call. The registry stops nothing that is warm, and is
 * not measured.
 */
public final class Recoveries implements Invariant {
    /** Published: PROTOCOLS, and the issue that asks for this campaign. */
    static final long WORKER_MILLIS_MOST = 10_000;

    static final long BROKER_MILLIS_MOST = 30_000;

    /** A recovery. */
    public record Recovery(Disturbance disturbance, long millis) {}

    /**
     * A killed worker's unfinished jobs go on within 10 s, and a started broker's clients within 30
     * s, where no other fault lies between: two at once have no published bound.
     */
    @Override
    public List<String> violations(Facts facts) {
        return of(facts).stream()
                .filter(one -> one.millis() > bound(one.disturbance()))
                .filter(one -> isAlone(one, facts.disturbances()))
                .map(
                        one ->
                                "%s: went on after %d ms"
                                        .formatted(one.disturbance().fault(), one.millis()))
                .toList();
    }

    private static long bound(Disturbance disturbance) {
        return switch (disturbance.fault().target()) {
            case WORKER ->
                    disturbance.fault().kind() == Kind.KILL ? WORKER_MILLIS_MOST : Long.MAX_VALUE;
            case BROKER -> BROKER_MILLIS_MOST;
            case INGEST, AGGREGATOR, SINK, POSTGRES, REGISTRY, SIMULATOR -> Long.MAX_VALUE;
        };
    }

    private static boolean isAlone(Recovery recovery, List<Disturbance> disturbances) {
        long from = recovery.disturbance().began() - WORKER_MILLIS_MOST;
        long until = recovery.disturbance().undone() + recovery.millis();
        return disturbances.stream()
                .filter(other -> !other.equals(recovery.disturbance()))
                .noneMatch(other -> other.began() <= until && other.back() >= from);
    }

    /** All that could be measured. */
    public static List<Recovery> of(Facts facts) {
        var recoveries = new ArrayList<Recovery>();
        for (var one : facts.disturbances()) {
            recovered(one, facts).ifPresent(millis -> recoveries.add(new Recovery(one, millis)));
        }
        return recoveries;
    }

    private static OptionalLong recovered(Disturbance one, Facts facts) {
        var topics = facts.topics();
        return switch (one.fault().target()) {
            case WORKER -> ofWorker(one, facts);
            case INGEST ->
                    first(
                            one,
                            topics.events().stream()
                                    .filter(event -> event.type().equals("JobAccepted"))
                                    .mapToLong(Event::time));
            case AGGREGATOR -> first(one, topics.charges().stream().mapToLong(ChargeLine::time));
            case SINK, POSTGRES ->
                    first(one, facts.audit().chainedAt().stream().mapToLong(Long::longValue));
            case BROKER -> first(one, topics.events().stream().mapToLong(Event::time));
            case SIMULATOR ->
                    first(
                            one,
                            facts.calls().stream()
                                    .filter(Call::isAnswered)
                                    .flatMapToLong(call -> call.ended().stream()));
            case REGISTRY -> OptionalLong.empty();
        };
    }

    private static OptionalLong first(Disturbance one, LongStream traces) {
        var first = traces.filter(time -> time >= one.undone()).min();
        return first.isPresent()
                ? OptionalLong.of(first.getAsLong() - one.undone())
                : OptionalLong.empty();
    }

    private static OptionalLong ofWorker(Disturbance one, Facts facts) {
        var unfinished = unfinished(one, facts);
        var next = new HashMap<String, Long>();
        for (var event : facts.topics().events()) {
            if (event.time() >= one.began() && unfinished.contains(event.run())) {
                next.merge(event.run(), event.time(), Math::min);
            }
        }
        return next.values().stream().mapToLong(time -> time - one.began()).max();
    }

    private static Set<String> unfinished(Disturbance one, Facts facts) {
        Map<String, Long> ends = new HashMap<>();
        facts.topics().attemptEnds().forEach(end -> ends.put(end.attempt(), end.time()));
        var unfinished = new HashSet<String>();
        for (var intent : facts.topics().intents()) {
            boolean ended =
                    Optional.ofNullable(ends.get(intent.attempt()))
                            .filter(time -> time < one.began())
                            .isPresent();
            if (intent.instance().equals(one.fault().process())
                    && intent.time() < one.began()
                    && !ended) {
                unfinished.add(intent.run());
            }
        }
        return unfinished;
    }
}
