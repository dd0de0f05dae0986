package io.quaestor.router.lag;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.ProviderEntry;
import io.quaestor.wire.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

    @Override
    public int cap(String provider, Collection<Integer> busyLanes) {
        int limit = maxInFlight(catalog.get(), provider);
        if (limit <= 0) {
            return 0;
        }
        long ours =
                LaneShares.of(limit, weights(provider, busyLanes)).entrySet().stream()
                        .filter(entry -> busyLanes.contains(entry.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        return Math.toIntExact(ours);
    }

    /** What lies on a retired provider's queue starts too, and ends without a call. */
    private static int maxInFlight(CatalogSnapshot catalog, String provider) {
        return catalog.provider(provider)
                .or(() -> Optional.ofNullable(catalog.formerProviders().get(provider)))
                .map(ProviderEntry::getMaxInFlight)
                .orElse(0);
    }

    /**
     * Most that may be routed to a provider and not started, for each of the busy lanes and of
     * those other workers have busy.
     */
    @Override
    public Map<Integer, Share> of(String provider, Collection<Integer> busyLanes) {
        var entry = catalog.get().provider(provider);
        if (entry.isEmpty() || entry.get().getLagLimit() <= 0) {
            return Map.of();
        }
        var weights = weights(provider, busyLanes);
        var jobs = LaneShares.of(entry.get().getLagLimit(), weights);
        var bytes = LaneShares.of(Math.max(1, entry.get().getLagLimitBytes()), weights);
        var shares = new HashMap<Integer, Share>();
        jobs.forEach(
                (lane, share) ->
                        shares.put(
                                lane,
                                new Share(Math.toIntExact(share), bytes.getOrDefault(lane, 1L))));
        return shares;
    }

    @Override
    public int weight(int lane) {
        return weight(catalog.get().departments(), lane);
    }

    @Override
    public double part(String provider, Collection<Integer> busyLanes) {
        var weights = weights(provider, busyLanes);
        double all = weights.values().stream().mapToInt(Integer::intValue).sum();
        double ours =
                weights.entrySet().stream()
                        .filter(entry -> busyLanes.contains(entry.getKey()))
                        .mapToInt(Map.Entry::getValue)
                        .sum();
        return ours > 0 ? ours / all : 1;
    }

    private Map<Integer, Integer> weights(String provider, Collection<Integer> busyLanes) {
        var view = lag.get();
        var departments = catalog.get().departments();
        var weights = new HashMap<Integer, Integer>();
        IntStream.range(0, Topics.LANES)
                .filter(lane -> busyLanes.contains(lane) || isBusy(view, provider, lane))
                .forEach(lane -> weights.put(lane, weight(departments, lane)));
        return weights;
    }

    private static boolean isBusy(LagView view, String provider, int lane) {
        return view.lane(new TopicPartition(Topics.jobs(provider), lane))
                .map(LagView.LaneLag::isBusy)
                .orElse(false);
    }

    private static int weight(Map<String, DepartmentEntry> departments, int lane) {
        int sum =
                departments.values().stream()
                        .filter(department -> department.getLane() == lane)
                        .mapToInt(DepartmentEntry::getWeight)
                        .sum();
        return Math.max(1, sum);
    }
}
