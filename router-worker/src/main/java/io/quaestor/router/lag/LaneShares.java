package io.quaestor.router.lag;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Divides a provider's limit among the lanes that have work for it, by weight. Pure, and the same
 * in every worker that sees the same lanes, so that all shares together are the limit.
 */
public final class LaneShares {
    /**
     * @param weights weight of each busy lane, at least 1
     * @return each lane's share: its part by weight, remainders to the largest fractions, and at
     *     least 1. They add up to the limit unless there are more lanes than that.
     */
    public static Map<Integer, Long> of(long limit, Map<Integer, Integer> weights) {
        var byLane = new TreeMap<>(weights);
        long total = byLane.values().stream().mapToLong(Integer::longValue).sum();
        var shares = new HashMap<Integer, Long>();
        byLane.forEach((lane, weight) -> shares.put(lane, limit * weight / total));
        long left = limit - sum(shares);
        byLane.entrySet().stream()
                .sorted(
                        Comparator.<Map.Entry<Integer, Integer>>comparingLong(
                                        entry -> -(limit * entry.getValue() % total))
                                .thenComparing(Map.Entry::getKey))
                .limit(left)
                .forEach(entry -> shares.merge(entry.getKey(), 1L, Long::sum));
        shares.replaceAll((_, share) -> Math.max(1, share));
        return withoutExcess(limit, shares);
    }

    /** What small lanes got to have one at all is taken from the largest. */
    private static Map<Integer, Long> withoutExcess(long limit, Map<Integer, Long> shares) {
        for (long excess = sum(shares) - limit; excess > 0; excess--) {
            shares.entrySet().stream()
                    .max(
                            Map.Entry.<Integer, Long>comparingByValue()
                                    .thenComparing(Map.Entry.comparingByKey()))
                    .filter(largest -> largest.getValue() > 1)
                    .ifPresent(largest -> largest.setValue(largest.getValue() - 1));
        }
        return shares;
    }

    private static long sum(Map<Integer, Long> shares) {
        return shares.values().stream().mapToLong(Long::longValue).sum();
    }

    private LaneShares() {}
}
