package io.quaestor.cli.view;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.quaestor.catalog.DepartmentZone;
import io.quaestor.event.BreachCause;
import io.quaestor.event.BudgetEntry;
import io.quaestor.event.BudgetLimit;
import io.quaestor.event.BudgetState;
import io.quaestor.event.BudgetStatus;
import io.quaestor.event.CatalogEntry;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.SpendLevel;
import io.quaestor.event.Window;
import io.quaestor.kernel.CalendarWindow;
import io.quaestor.kernel.WindowKind;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Budgets of which nothing was spent in their present window: the fold tells of a window with the
 * first money that moves in it, so they are on no topic. Pure.
 */
public final class Unspent {

    /**
     * Those of the catalogue that no state tells of, by name; organisation-wide ones are counted
     * nowhere yet.
     *
     * @param catalog the entries in force
     * @param states of the present windows
     */
    public static List<BudgetState> of(
            Collection<CatalogEntry> catalog, Collection<BudgetState> states, Instant now) {
        var departments = departments(catalog);
        var spent = names(states);
        var budgets = new TreeMap<String, BudgetState>();
        for (var entry : catalog) {
            if (entry.getBody() instanceof BudgetEntry budget && !spent.contains(entry.getName())) {
                Optional.ofNullable(departments.get(budget.getDepartment()))
                        .flatMap(department -> state(entry.getName(), budget, department, now))
                        .ifPresent(state -> budgets.put(entry.getName(), state));
            }
        }
        return List.copyOf(budgets.values());
    }

    private static Map<String, DepartmentEntry> departments(Collection<CatalogEntry> catalog) {
        return catalog.stream()
                .filter(entry -> entry.getBody() instanceof DepartmentEntry)
                .collect(toMap(CatalogEntry::getName, entry -> (DepartmentEntry) entry.getBody()));
    }

    private static Set<String> names(Collection<BudgetState> states) {
        return states.stream()
                .flatMap(state -> state.getLimits().stream())
                .map(BudgetLimit::getBudget)
                .collect(toSet());
    }

    private static Optional<BudgetState> state(
            String name, BudgetEntry budget, DepartmentEntry department, Instant now) {
        if (budget.getLevel() == SpendLevel.ORGANISATION) {
            return Optional.empty();
        }
        return WindowKind.named(budget.getWindow().name().toLowerCase(Locale.ROOT))
                .map(
                        kind ->
                                CalendarWindow.containing(
                                        kind, now, DepartmentZone.at(department, now)))
                .map(window -> state(name, budget, window));
    }

    private static BudgetState state(String name, BudgetEntry budget, CalendarWindow window) {
        var limit =
                new BudgetLimit(
                        name,
                        budget.getMode(),
                        budget.getLimitNanoUsd(),
                        budget.getLimitVersion(),
                        BudgetStatus.OPEN,
                        0,
                        BreachCause.UNKNOWN);
        return new BudgetState(
                budget.getDepartment(),
                budget.getLevel(),
                budget.getLevel() == SpendLevel.DEPARTMENT
                        ? budget.getDepartment()
                        : budget.getName(),
                new Window(budget.getWindow(), window.start(), window.end(), window.zone().getId()),
                0L,
                0L,
                List.of(limit),
                "",
                0L);
    }

    private Unspent() {}
}
