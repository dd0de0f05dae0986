package io.quaestor.router.lag;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.ProviderEntry;
import io.quaestor.router.fair.Claim;
import io.quaestor.router.fair.LaneShares;
import io.quaestor.wire.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * The limits of providers, divided per lane by weight among the lanes that have work for them. Safe
 * for all threads.
 */
public final class ProviderCaps implements InFlightCaps, LagLimits, LaneParts {
    private final Supplier<CatalogSnapshot> catalog;
    private final Supplier<LagView> lag;

    public ProviderCaps(Supplier<CatalogSnapshot> catalog, Supplier<LagView> lag) {
        this.catalog = catalog;
        this.lag = lag;
    }

    /**
     * What lanes of other workers are not due, and while they still have more than that, less by so
     * much: it comes as calls of theirs end. One call is always left to who has work, for what
     * others have may be told wrongly or stay for long. As far as the last look tells, all workers
     * together stay within the limit but for these, and for one call a lane where there are more
     * lanes than places.
     */
    @Override
    public int cap(String provider, Map<Integer, Claim> claims) {
        int limit = maxInFlight(catalog.get(), provider);
        if (limit <= 0) {
            return 0;
        }
        var shares = LaneShares.of(limit, among(provider, claims, LagView.LaneLag::calls));
        var others = new HashMap<>(shares);
        others.keySet().removeAll(claims.keySet());
        long dueToOthers = sum(others);
        long due = Math.max(limit, sum(shares)) - dueToOthers;
        long tooMany = Math.max(0, inFlightElsewhere(provider, claims.keySet()) - dueToOthers);
        boolean isIdle = claims.values().stream().allMatch(Claim::isIdle);
        return Math.toIntExact(Math.max(isIdle ? 0 : 1, due - tooMany));
    }

    private static long sum(Map<Integer, Long> shares) {
        return shares.values().stream().mapToLong(Long::longValue).sum();
    }

    private long inFlightElsewhere(String provider, Set<Integer> own) {
        var view = lag.get();
        return IntStream.range(0, Topics.LANES)
                .filter(lane -> !own.contains(lane))
                .mapToObj(lane -> view.lane(new TopicPartition(Topics.jobs(provider), lane)))
                .flatMap(Optional::stream)
                .mapToLong(LagView.LaneLag::inFlight)
                .sum();
    }

    /** What lies on a retired provider's queue starts too, and ends without a call. */
    private static int maxInFlight(CatalogSnapshot catalog, String provider) {
        return catalog.provider(provider)
                .or(() -> Optional.ofNullable(catalog.formerProviders().get(provider)))
                .map(ProviderEntry::getMaxInFlight)
                .orElse(0);
    }

    @Override
    public Map<Integer, Share> of(String provider, Map<Integer, Integer> waiting, Share taken) {
        var entry = catalog.get().provider(provider);
        if (entry.isEmpty() || entry.get().getLagLimit() <= 0) {
            return Map.of();
        }
        var own = new HashMap<Integer, Claim>();
        waiting.forEach(
                (lane, weight) ->
                        own.put(lane, weight > 0 ? Claim.unbounded(weight) : new Claim(0, 0)));
        var claims = among(provider, own, LagView.LaneLag::places);
        var jobs = LaneShares.of(left(entry.get().getLagLimit(), taken.jobs()), claims);
        var bytes = LaneShares.of(left(entry.get().getLagLimitBytes(), taken.bytes()), claims);
        var shares = new HashMap<Integer, Share>();
        jobs.forEach(
                (lane, share) ->
                        shares.put(
                                lane,
                                new Share(Math.toIntExact(share), bytes.getOrDefault(lane, 1L))));
        shares.keySet().retainAll(waiting.keySet());
        return shares;
    }

    private static long left(long limit, long taken) {
        return Math.max(1, limit - taken);
    }

    @Override
    public double part(String provider, Map<Integer, Claim> claims) {
        var all = among(provider, claims, LagView.LaneLag::calls);
        all.values().removeIf(Claim::isIdle);
        double sum = all.values().stream().mapToInt(Claim::effectiveWeight).sum();
        double ours =
                all.entrySet().stream()
                        .filter(claim -> claims.containsKey(claim.getKey()))
                        .mapToInt(claim -> claim.getValue().effectiveWeight())
                        .sum();
        return ours > 0 ? ours / sum : 1;
    }

    /** Those claims, and what the last look tells of all other lanes. */
    private Map<Integer, Claim> among(
            String provider, Map<Integer, Claim> own, Function<LagView.LaneLag, Claim> other) {
        var view = lag.get();
        var claims = new HashMap<>(own);
        for (int lane = 0; lane < Topics.LANES; lane++) {
            if (!own.containsKey(lane)) {
                int number = lane;
                view.lane(new TopicPartition(Topics.jobs(provider), lane))
                        .ifPresent(seen -> claims.put(number, other.apply(seen)));
            }
        }
        return claims;
    }
}
