package io.quaestor.spend.view;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.catalog.DepartmentZone;
import io.quaestor.event.BreachCause;
import io.quaestor.event.BudgetEntry;
import io.quaestor.event.BudgetLimit;
import io.quaestor.event.BudgetState;
import io.quaestor.event.BudgetStatus;
import io.quaestor.kernel.BudgetLevel;
import io.quaestor.kernel.CalendarWindow;
import io.quaestor.kernel.WindowKind;
import io.quaestor.spend.fold.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A budget of the catalogue in its present window, spent from or not.
 *
 * @param budget its name in the catalogue
 */
public record BudgetNow(
        String budget,
        BudgetEntry entry,
        BudgetLevel level,
        CalendarWindow window,
        long settledNanoUsd,
        long heldNanoUsd,
        BudgetLimit limit) {

    private static final Duration LONGEST_WINDOW = Duration.ofDays(32);

    /** All budgets that lanes count, by name; organisation-wide ones are counted nowhere yet. */
    public static List<BudgetNow> all(
            CatalogSnapshot catalog, Shelves<BudgetState> states, Instant now) {
        return new TreeMap<>(catalog.budgets())
                .entrySet().stream()
                        .flatMap(
                                budget ->
                                        now(
                                                budget.getKey(),
                                                budget.getValue(),
                                                catalog,
                                                states,
                                                now)
                                                .stream())
                        .toList();
    }

    private static Optional<BudgetNow> now(
            String name,
            BudgetEntry entry,
            CatalogSnapshot catalog,
            Shelves<BudgetState> states,
            Instant now) {
        var level = Wire.level(entry.getLevel());
        var kind = Wire.kind(entry.getWindow());
        if (level.isEmpty() || kind.isEmpty()) {
            return Optional.empty();
        }
        return state(states.of(level.get(), kind.get()), entry, now)
                .flatMap(state -> of(name, entry, level.get(), state))
                .or(() -> unspent(name, entry, level.get(), kind.get(), catalog, now));
    }

    private static Optional<BudgetState> state(
            Shelf<BudgetState> shelf, BudgetEntry entry, Instant now) {
        return shelf.after(Optional.empty())
                .takeWhile(row -> row.getKey().start().isAfter(now.minus(LONGEST_WINDOW)))
                .map(row -> row.getValue())
                .filter(state -> state.getDepartment().equals(entry.getDepartment()))
                .filter(state -> state.getName().equals(name(entry)))
                .filter(state -> !state.getWindow().getStart().isAfter(now))
                .filter(state -> state.getWindow().getEnd().isAfter(now))
                .findFirst();
    }

    /** A department's own level is named after it, whatever the catalogue says. */
    private static String name(BudgetEntry entry) {
        return Wire.level(entry.getLevel()).equals(Optional.of(BudgetLevel.DEPARTMENT))
                ? entry.getDepartment()
                : entry.getName();
    }

    private static Optional<BudgetNow> of(
            String name, BudgetEntry entry, BudgetLevel level, BudgetState state) {
        var limit =
                state.getLimits().stream()
                        .filter(judged -> judged.getBudget().equals(name))
                        .findFirst()
                        .orElseGet(() -> unjudged(name, entry));
        return Wire.window(state.getWindow())
                .map(
                        window ->
                                new BudgetNow(
                                        name,
                                        entry,
                                        level,
                                        window,
                                        state.getSettledNanoUsd(),
                                        state.getHeldNanoUsd(),
                                        limit));
    }

    /** Nothing was spent in the window yet, so the fold has not spoken of it. */
    private static Optional<BudgetNow> unspent(
            String name,
            BudgetEntry entry,
            BudgetLevel level,
            WindowKind kind,
            CatalogSnapshot catalog,
            Instant now) {
        return catalog.department(entry.getDepartment())
                .map(
                        department ->
                                CalendarWindow.containing(
                                        kind, now, DepartmentZone.at(department, now)))
                .map(window -> new BudgetNow(name, entry, level, window, 0, 0, open(name, entry)));
    }

    private static BudgetLimit open(String name, BudgetEntry entry) {
        return limit(name, entry, BudgetStatus.OPEN);
    }

    /** The limit was set a moment ago: the fold has not judged it yet. */
    private static BudgetLimit unjudged(String name, BudgetEntry entry) {
        return limit(name, entry, BudgetStatus.UNKNOWN);
    }

    private static BudgetLimit limit(String name, BudgetEntry entry, BudgetStatus status) {
        return new BudgetLimit(
                name,
                entry.getMode(),
                entry.getLimitNanoUsd(),
                entry.getLimitVersion(),
                status,
                0,
                BreachCause.UNKNOWN);
    }
}
