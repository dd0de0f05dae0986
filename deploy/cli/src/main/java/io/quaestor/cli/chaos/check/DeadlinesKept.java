package io.quaestor.cli.chaos.check;

import io.quaestor.cli.chaos.fact.Disturbance;
import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.fact.Facts.Acceptance;
import io.quaestor.cli.chaos.fact.Facts.Call;
import io.quaestor.cli.chaos.plan.Fault.Kind;
import io.quaestor.cli.chaos.plan.Target;
import java.util.List;
import java.util.stream.Collectors;

/**
 * No call reaches a provider after its job's deadline and {@link #TOLERANCE_MILLIS}.
 *
 * <p>A simulator that is frozen learns of calls when it goes on: what arrives within a second of
 * that was sent before, at a time that nobody knows, and is not judged.
 */
public final class DeadlinesKept implements Invariant {
    /**
     * The deadline is looked at before the intent is written and again before the call; between
     * that and its arrival lie a thread's turn and a connection, on a machine that is busy.
     */
    static final long TOLERANCE_MILLIS = 1_000;

    private static final long THAW_MILLIS = 1_000;

    @Override
    public List<String> violations(Facts facts) {
        var deadlines =
                facts.topics().acceptances().stream()
                        .collect(
                                Collectors.toMap(
                                        Acceptance::run, Acceptance::deadline, (one, _) -> one));
        return facts.calls().stream()
                .filter(call -> late(call, deadlines.getOrDefault(call.run(), Long.MAX_VALUE)) > 0)
                .filter(call -> !isThawed(call, facts.disturbances()))
                .map(
                        call ->
                                "a call %d ms after the deadline: %s"
                                        .formatted(
                                                call.arrived()
                                                        - deadlines.getOrDefault(call.run(), 0L),
                                                call))
                .toList();
    }

    private static long late(Call call, long deadline) {
        return call.arrived() - TOLERANCE_MILLIS - deadline;
    }

    private static boolean isThawed(Call call, List<Disturbance> disturbances) {
        return disturbances.stream()
                .filter(one -> one.fault().target() == Target.SIMULATOR)
                .filter(one -> one.fault().kind() == Kind.PAUSE)
                .anyMatch(
                        one ->
                                call.arrived() >= one.began()
                                        && call.arrived() <= one.undone() + THAW_MILLIS);
    }
}
