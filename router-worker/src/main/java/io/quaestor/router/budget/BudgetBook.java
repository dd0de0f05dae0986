package io.quaestor.router.budget;

import io.quaestor.event.BudgetLimit;
import io.quaestor.event.BudgetMode;
import io.quaestor.event.BudgetState;
import io.quaestor.event.BudgetStatus;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.SpendLevel;
import io.quaestor.kernel.CalendarWindow;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The newest published state of every budget key of one lane. Not thread-safe. */
public final class BudgetBook {
    private record Key(
            String department, SpendLevel level, String name, String kind, Instant start) {}

    /** A budget that refuses jobs. */
    public record Breach(
            String budget, CalendarWindow window, long limitNanoUsd, long settledNanoUsd) {}

    private final Map<Key, BudgetState> states = new HashMap<>();

    /** Takes a state; an older one of the same fold than the one known is passed over. */
    public void put(BudgetState state) {
        var window = state.getWindow();
        var key =
                new Key(
                        state.getDepartment(),
                        state.getLevel(),
                        state.getName(),
                        window.getType().name(),
                        window.getStart());
        states.merge(key, state, BudgetBook::newer);
    }

    private static BudgetState newer(BudgetState known, BudgetState state) {
        boolean sameFold = known.getFoldEpoch().equals(state.getFoldEpoch());
        return sameFold && state.getAsOf() < known.getAsOf() ? known : state;
    }

    /** Windows that ended before this instant cannot refuse anyone any more. */
    public void forgetEndedBefore(Instant instant) {
        states.values().removeIf(state -> state.getWindow().getEnd().isBefore(instant));
    }

    /** The first closing budget that is breached in a current window of the job. */
    public Optional<Breach> breached(LlmRequest request, DepartmentEntry department, Instant now) {
        for (var window : JobWindows.windows(department, now)) {
            for (var subject : JobWindows.subjects(request)) {
                var key =
                        new Key(
                                request.getDepartment(),
                                subject.getLevel(),
                                subject.getName(),
                                window.kind().name(),
                                window.start());
                var state = states.get(key);
                if (state != null) {
                    var breach = state.getLimits().stream().filter(BudgetBook::closes).findFirst();
                    if (breach.isPresent()) {
                        return breach.map(limit -> breach(limit, state, window));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean closes(BudgetLimit limit) {
        return limit.getStatus() == BudgetStatus.BREACHED && limit.getMode() != BudgetMode.WARN;
    }

    private static Breach breach(BudgetLimit limit, BudgetState state, CalendarWindow window) {
        return new Breach(
                limit.getBudget(), window, limit.getLimitNanoUsd(), state.getSettledNanoUsd());
    }
}
