package io.quaestor.kernel;

import java.util.List;

/**
 * A budget's rule for one window: its limit, the percentages at which people are warned, its mode.
 *
 * <p>Invariant: the limit is not negative; the thresholds are ascending, distinct, 1 to 100. A
 * limit of zero is breached from the start.
 */
public record BudgetPolicy(Money limit, List<Integer> warnPercents, BudgetMode mode) {

    public static final int PERCENT_MAX = 100;

    /**
     * @throws IllegalArgumentException when the invariant does not hold
     */
    public BudgetPolicy {
        warnPercents = List.copyOf(warnPercents);
        if (limit.isNegative()) {
            throw new IllegalArgumentException("budget limit is negative: " + limit);
        }
        int former = 0;
        for (int percent : warnPercents) {
            if (percent <= former || percent > PERCENT_MAX) {
                throw new IllegalArgumentException(
                        "warn thresholds must ascend within 1 to 100: " + warnPercents);
            }
            former = percent;
        }
    }

    /** How the budget stands; {@code WARN} is never breached, whatever is settled. */
    public BudgetStanding standing(Money settled) {
        if (mode != BudgetMode.WARN && settled.isAtLeast(limit)) {
            return new BudgetStanding.Breached();
        }
        int percent = warnedPercent(settled);
        return percent == 0 ? new BudgetStanding.Open() : new BudgetStanding.Warned(percent);
    }

    /**
     * The highest threshold reached, 0 for none. Exact: no threshold is reached a nano-USD early.
     */
    public int warnedPercent(Money settled) {
        return warnPercents.reversed().stream()
                .filter(percent -> settled.isAtLeast(threshold(percent)))
                .findFirst()
                .orElse(0);
    }

    /** The smallest amount that is at least {@code percent} of the limit. */
    Money threshold(int percent) {
        long nanoUsd = limit.nanoUsd();
        // Split by 100 so that no product can overflow, whatever the limit.
        long rest = nanoUsd % 100 * percent;
        return Money.ofNanoUsd(nanoUsd / 100 * percent + Math.ceilDiv(rest, 100L));
    }
}
