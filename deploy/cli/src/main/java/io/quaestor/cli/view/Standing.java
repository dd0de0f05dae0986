package io.quaestor.cli.view;

import io.quaestor.event.BudgetLimit;
import io.quaestor.event.BudgetState;
import io.quaestor.kernel.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** How budgets stand. Pure. */
public final class Standing {
    private record Key(String department, String level, String name, String kind, Instant start) {
        static Key of(BudgetState state) {
            return new Key(
                    state.getDepartment(),
                    state.getLevel().name(),
                    state.getName(),
                    state.getWindow().getType().name(),
                    state.getWindow().getStart());
        }
    }

    /** The newest state of each key, of records in the order of their topic. */
    public static List<BudgetState> newest(Collection<BudgetState> states) {
        var newest = new LinkedHashMap<Key, BudgetState>();
        states.forEach(state -> newest.put(Key.of(state), state));
        return newest.values().stream()
                .sorted(
                        Comparator.comparing(BudgetState::getDepartment)
                                .thenComparing(state -> state.getWindow().getStart()))
                .toList();
    }

    public static boolean isIn(BudgetState state, Instant moment) {
        var window = state.getWindow();
        return !moment.isBefore(window.getStart()) && moment.isBefore(window.getEnd());
    }

    /** A row per limit. */
    public static Listing of(Collection<BudgetState> states) {
        var listing =
                new Listing(
                        "budget",
                        "department",
                        "mode",
                        "window",
                        "status",
                        "used",
                        "settledUsd",
                        "heldUsd",
                        "limitUsd",
                        "windowEnd");
        for (var state : states) {
            state.getLimits().forEach(limit -> row(listing, state, limit));
        }
        return listing;
    }

    private static void row(Listing listing, BudgetState state, BudgetLimit limit) {
        var window = state.getWindow();
        listing.row()
                .put("budget", limit.getBudget())
                .put("department", state.getDepartment())
                .put("level", lower(state.getLevel()))
                .put("name", state.getName())
                .put("mode", lower(limit.getMode()))
                .put("window", lower(window.getType()))
                .put("status", lower(limit.getStatus()))
                .put("cause", lower(limit.getCause()))
                .put("used", percent(state.getSettledNanoUsd(), limit.getLimitNanoUsd()))
                .put("settledUsd", Money.ofNanoUsd(state.getSettledNanoUsd()).toUsd())
                .put("heldUsd", Money.ofNanoUsd(state.getHeldNanoUsd()).toUsd())
                .put("limitUsd", Money.ofNanoUsd(limit.getLimitNanoUsd()).toUsd())
                .put("limitVersion", limit.getLimitVersion())
                .put("windowStart", window.getStart().toString())
                .put("windowEnd", window.getEnd().toString())
                .put("zone", window.getZone());
    }

    private static String percent(long settled, long limit) {
        return limit == 0
                ? ""
                : BigDecimal.valueOf(settled)
                                .movePointRight(2)
                                .divide(BigDecimal.valueOf(limit), 1, RoundingMode.DOWN)
                                .toPlainString()
                        + "%";
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private Standing() {}
}
