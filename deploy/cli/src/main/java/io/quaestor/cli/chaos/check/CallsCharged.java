package io.quaestor.cli.chaos.check;

import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.fact.Facts.AttemptEnd;
import io.quaestor.cli.chaos.fact.Facts.Call;
import io.quaestor.cli.chaos.fact.Facts.ChargeLine;
import io.quaestor.cli.chaos.fact.Facts.Observation;
import io.quaestor.event.Billing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every call that was answered with its usage has a charge, and the charges of each dispatch add
 * up, to the nano-dollar, to what the journal says that it cost: the cost of the attempt's end, or
 * what was observed of a call whose outcome had been declared unknown. No charge is written twice.
 */
public final class CallsCharged implements Invariant {
    @Override
    public List<String> violations(Facts facts) {
        var violations = new ArrayList<String>();
        uncharged(facts).forEach(call -> violations.add("uncharged: " + call));
        var ids = new HashSet<String>();
        facts.topics().charges().stream()
                .filter(charge -> !ids.add(charge.id()))
                .forEach(charge -> violations.add("charged twice: " + charge));
        var charged = charged(facts);
        var cost = cost(facts);
        cost.forEach(
                (dispatch, nanoUsd) -> {
                    var found = charged.get(dispatch);
                    if (found == null ? nanoUsd != 0 : !found.equals(nanoUsd)) {
                        violations.add(
                                "%s cost %d and is charged %s".formatted(dispatch, nanoUsd, found));
                    }
                });
        charged.forEach(
                (dispatch, nanoUsd) -> {
                    if (!cost.containsKey(dispatch)) {
                        violations.add(
                                "%s is charged %d and cost nothing".formatted(dispatch, nanoUsd));
                    }
                });
        return violations;
    }

    /** Calls that were answered with their usage and of whose dispatch there is no charge. */
    public static List<Call> uncharged(Facts facts) {
        var charged =
                facts.topics().charges().stream()
                        .map(ChargeLine::dispatch)
                        .collect(Collectors.toSet());
        return facts.calls().stream()
                .filter(call -> call.isAnswered() && call.hasUsage())
                .filter(call -> !charged.contains(call.dispatch()))
                .toList();
    }

    private static Map<String, Long> charged(Facts facts) {
        var sums = new HashMap<String, Long>();
        facts.topics()
                .charges()
                .forEach(line -> sums.merge(line.dispatch(), line.nanoUsd(), Math::addExact));
        return sums;
    }

    private static Map<String, Long> cost(Facts facts) {
        var observed =
                facts.topics().observations().stream()
                        .collect(
                                Collectors.toMap(
                                        Observation::attempt,
                                        Function.identity(),
                                        (one, _) -> one));
        var sums = new HashMap<String, Long>();
        for (AttemptEnd end : facts.topics().attemptEnds()) {
            if (end.costNanoUsd().isPresent()) {
                sums.merge(end.dispatch(), cost(end, observed), Math::addExact);
            }
        }
        return sums;
    }

    private static long cost(AttemptEnd end, Map<String, Observation> observed) {
        var seen = observed.get(end.attempt());
        return seen != null && end.billing() == Billing.UNKNOWN
                ? seen.costNanoUsd()
                : end.costNanoUsd().orElseThrow();
    }
}
