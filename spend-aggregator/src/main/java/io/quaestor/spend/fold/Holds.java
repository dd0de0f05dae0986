package io.quaestor.spend.fold;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Open holds and correctable estimates of a lane, in memory and in its entries.
 *
 * <p>Their number is bounded by what is under way: provider queues are short, and admission stops
 * at 50,000 pending holds a lane.
 */
final class Holds {

    private static final String HOLD = "h|";
    private static final String ESTIMATE = "e|";

    /** Kept longer than they can be corrected, for the clock here is not the journal's. */
    private static final Duration ESTIMATE_RETENTION = Estimate.CORRECTABLE.plusDays(1);

    private final Entries entries;
    private final Map<Run, Map<Integer, OpenHold>> open = new HashMap<>();
    private final Map<HoldId, Estimate> estimates = new HashMap<>();

    private record Run(String jobId, long run) {
        static Run of(HoldId id) {
            return new Run(id.jobId(), id.run());
        }
    }

    Holds(Entries entries) {
        this.entries = entries;
        entries.forEach(HOLD, (_, packed) -> remember(HoldCodec.hold(packed)));
        entries.forEach(
                ESTIMATE,
                (_, packed) -> {
                    var estimate = HoldCodec.estimate(packed);
                    estimates.put(estimate.hold().id(), estimate);
                });
    }

    Optional<OpenHold> hold(HoldId id) {
        return Optional.ofNullable(open.getOrDefault(Run.of(id), Map.of()).get(id.dispatch()));
    }

    List<OpenHold> of(String jobId, long run) {
        return List.copyOf(open.getOrDefault(new Run(jobId, run), Map.of()).values());
    }

    Optional<Estimate> estimate(HoldId id) {
        return Optional.ofNullable(estimates.get(id));
    }

    int size() {
        return open.size();
    }

    void keep(OpenHold hold) {
        remember(hold);
        entries.put(HOLD + hold.id().text(), HoldCodec.hold(hold));
    }

    private void remember(OpenHold hold) {
        open.computeIfAbsent(Run.of(hold.id()), _ -> new TreeMap<>())
                .put(hold.id().dispatch(), hold);
    }

    void end(HoldId id) {
        open.computeIfPresent(
                Run.of(id),
                (_, dispatches) -> {
                    dispatches.remove(id.dispatch());
                    return dispatches.isEmpty() ? null : dispatches;
                });
        entries.delete(HOLD + id.text());
    }

    void keep(Estimate estimate) {
        estimates.put(estimate.hold().id(), estimate);
        entries.put(ESTIMATE + estimate.hold().id().text(), HoldCodec.estimate(estimate));
    }

    void endEstimate(HoldId id) {
        estimates.remove(id);
        entries.delete(ESTIMATE + id.text());
    }

    /**
     * Holds whose deadline lies before the moment and whose expiry is not written yet, oldest
     * first.
     */
    List<OpenHold> overdue(Instant moment) {
        return open.values().stream()
                .flatMap(dispatches -> dispatches.values().stream())
                .filter(hold -> !hold.expiryWritten() && hold.deadline().isBefore(moment))
                .sorted(Comparator.comparing(OpenHold::deadline))
                .toList();
    }

    void forgetEstimates(Instant now) {
        var old = new ArrayList<HoldId>();
        estimates.forEach(
                (id, estimate) -> {
                    if (estimate.at().plus(ESTIMATE_RETENTION).isBefore(now)) {
                        old.add(id);
                    }
                });
        old.forEach(this::endEstimate);
    }
}
