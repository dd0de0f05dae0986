package io.quaestor.cli.chaos.check;

import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.fact.Facts.Total;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;

/**
 * Each total of a department and calendar window is the sum of the charges that name the window, to
 * the nano-dollar, and when all is quiet nothing is held any more.
 */
public final class TotalsAddUp implements Invariant {
    private static final Total NOTHING = new Total(0, 0);

    @Override
    public List<String> violations(Facts facts) {
        var sums = new HashMap<String, Long>();
        for (var charge : facts.topics().charges()) {
            charge.windows()
                    .forEach(window -> sums.merge(window, charge.nanoUsd(), Math::addExact));
        }
        var windows = new TreeSet<>(sums.keySet());
        windows.addAll(facts.topics().totals().keySet());
        var violations = new ArrayList<String>();
        for (var window : windows) {
            long sum = sums.getOrDefault(window, 0L);
            var total = facts.topics().totals().getOrDefault(window, NOTHING);
            if (sum != total.settledNanoUsd()) {
                violations.add(
                        "%s: the charges come to %d, the total is %d"
                                .formatted(window, sum, total.settledNanoUsd()));
            }
            if (total.heldNanoUsd() != 0) {
                violations.add(
                        "%s: %d are still held, though every job has ended"
                                .formatted(window, total.heldNanoUsd()));
            }
        }
        return violations;
    }
}
