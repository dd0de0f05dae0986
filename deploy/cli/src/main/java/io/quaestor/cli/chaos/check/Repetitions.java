package io.quaestor.cli.chaos.check;

import io.quaestor.cli.chaos.fact.Disturbance;
import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.fact.Facts.AttemptEnd;
import io.quaestor.cli.chaos.fact.Facts.Call;
import io.quaestor.cli.chaos.fact.Facts.Intent;
import io.quaestor.cli.chaos.fact.Facts.JobEnd;
import io.quaestor.cli.chaos.plan.Fault.Kind;
import io.quaestor.cli.chaos.plan.Target;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.ErrorType;
import io.quaestor.event.JobStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A call is made again only after one that was open was declared unknown, and that happens only
 * while owners of lanes change; nothing that succeeded is called again.
 *
 * <p>An end is <i>unknown</i> when its outcome and its error are: the next owner of a lane writes
 * it for what the former one had open (a cancellation during a call looks the same, and no call is
 * after it). An attempt that failed, unbilled, with that error is none: its worker stood still
 * between intent and call and did not call. A call is <i>repeated</i> when an earlier attempt of
 * its run ended unknown.
 */
public final class Repetitions implements Invariant {
    /**
     * Owners change when a worker or the broker is disturbed and when a worker comes back: within a
     * session (6 s), a drain (5 s) and what a busy machine adds.
     */
    static final long UNREST_MILLIS = 30_000;

    private static final Set<Target> UNSETTLING = Set.of(Target.WORKER, Target.BROKER);

    @Override
    public List<String> violations(Facts facts) {
        var violations = new ArrayList<String>();
        var answered = answered(facts);
        var cancelled = cancelled(facts);
        for (AttemptEnd end : unknowns(facts)) {
            if (!cancelled.contains(end.run()) && !isUnrest(end.time(), facts.disturbances())) {
                violations.add("declared unknown while no owner changed: " + end);
            }
        }
        answered.forEach(
                (run, successes) -> {
                    if (successes > 1) {
                        violations.add("%s succeeded %d times".formatted(run, successes));
                    }
                });
        return violations;
    }

    private static boolean isUnrest(long time, List<Disturbance> disturbances) {
        return disturbances.stream()
                .filter(one -> UNSETTLING.contains(one.fault().target()))
                .anyMatch(one -> time >= one.began() && time <= one.back() + UNREST_MILLIS);
    }

    private static Map<String, Integer> answered(Facts facts) {
        var successes = new HashMap<String, Integer>();
        facts.topics().attemptEnds().stream()
                .filter(end -> end.outcome() == AttemptOutcome.SUCCEEDED)
                .forEach(end -> successes.merge(end.run(), 1, Integer::sum));
        return successes;
    }

    private static Set<String> cancelled(Facts facts) {
        return facts.topics().jobEnds().stream()
                .filter(end -> end.status() == JobStatus.CANCELLED)
                .map(JobEnd::run)
                .collect(Collectors.toSet());
    }

    /** Attempts whose outcome was declared unknown. */
    public static List<AttemptEnd> unknowns(Facts facts) {
        return facts.topics().attemptEnds().stream()
                .filter(end -> end.outcome() == AttemptOutcome.UNKNOWN)
                .filter(end -> end.error() == ErrorType.OUTCOME_UNKNOWN)
                .toList();
    }

    /** Calls of runs of which an earlier attempt's outcome is unknown. */
    public static List<Call> repeated(Facts facts) {
        var byRun = new HashMap<String, Integer>();
        unknowns(facts).forEach(end -> byRun.merge(end.run(), number(end.attempt()), Math::min));
        return facts.calls().stream()
                .filter(
                        call ->
                                number(call.attempt())
                                        > byRun.getOrDefault(call.run(), Integer.MAX_VALUE))
                .toList();
    }

    /**
     * The most calls that were repeated because of one kill or pause of a worker: those of runs
     * whose unknown attempt was that worker's and was begun before.
     */
    public static int mostPerFault(Facts facts) {
        var unknown = unknowns(facts).stream().map(AttemptEnd::attempt).collect(Collectors.toSet());
        var repeated = new HashSet<String>();
        repeated(facts).forEach(call -> repeated.add(call.run()));
        int most = 0;
        for (var one : facts.disturbances()) {
            if (one.fault().target() == Target.WORKER) {
                long count =
                        facts.topics().intents().stream()
                                .filter(intent -> unknown.contains(intent.attempt()))
                                .filter(intent -> isOf(intent, one))
                                .filter(intent -> repeated.contains(intent.run()))
                                .count();
                most = Math.max(most, Math.toIntExact(count));
            }
        }
        return most;
    }

    /** Within a call's time before: an older one had ended. */
    private static boolean isOf(Intent intent, Disturbance one) {
        long until = one.fault().kind() == Kind.KILL ? one.began() : one.undone();
        return intent.instance().equals(one.fault().process())
                && intent.time() <= until
                && intent.time() >= one.began() - UNREST_MILLIS;
    }

    private static int number(String attempt) {
        var last = attempt.substring(attempt.lastIndexOf('/') + 1);
        return last.matches("\\d{1,9}") ? Integer.parseInt(last) : 0;
    }
}
