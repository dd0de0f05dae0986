package io.quaestor.router.fair;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Divides a provider's limit among the lanes that have work for it: weighted max-min fairness. Who
 * wants less than its part gets what it wants, and the others divide the rest by weight. Pure, and
 * the same in every worker that sees the same claims, so that all shares together are the limit.
 */
public final class LaneShares {
    /**
     * @return the share of each lane that is not idle, at least 1. They add up to the limit, or to
     *     all that is wanted if that is less, unless there are more lanes than that.
     */
    public static Map<Integer, Long> of(long limit, Map<Integer, Claim> claims) {
        var open = new TreeMap<>(claims);
        open.values().removeIf(Claim::isIdle);
        var shares = new HashMap<Integer, Long>();
        long left = limit;
        while (!open.isEmpty()) {
            var parts = byWeight(Math.max(0, left), open);
            var content = content(open, parts);
            if (content.isEmpty()) {
                shares.putAll(parts);
                return shares;
            }
            shares.putAll(content);
            open.keySet().removeAll(content.keySet());
            left -= sum(content);
        }
        return shares;
    }

    /** What those lanes want that want no more than their part. */
    private static Map<Integer, Long> content(Map<Integer, Claim> open, Map<Integer, Long> parts) {
        var content = new HashMap<Integer, Long>();
        open.forEach(
                (lane, claim) -> {
                    if (claim.wanted() <= parts.getOrDefault(lane, 0L)) {
                        content.put(lane, claim.wanted());
                    }
                });
        return content;
    }

    /** Each lane's part by weight, remainders to the largest fractions, and at least 1. */
    private static Map<Integer, Long> byWeight(long limit, NavigableMap<Integer, Claim> claims) {
        long total = claims.values().stream().mapToLong(Claim::effectiveWeight).sum();
        var shares = new HashMap<Integer, Long>();
        claims.forEach((lane, claim) -> shares.put(lane, limit * claim.effectiveWeight() / total));
        long left = limit - sum(shares);
        claims.entrySet().stream()
                .sorted(
                        Comparator.<Map.Entry<Integer, Claim>>comparingLong(
                                        entry ->
                                                -(limit
                                                        * entry.getValue().effectiveWeight()
                                                        % total))
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
