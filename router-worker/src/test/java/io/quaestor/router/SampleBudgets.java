package io.quaestor.router;

import io.quaestor.event.BreachCause;
import io.quaestor.event.BudgetLimit;
import io.quaestor.event.BudgetMode;
import io.quaestor.event.BudgetState;
import io.quaestor.event.BudgetStatus;
import io.quaestor.event.SpendLevel;
import io.quaestor.event.Window;
import io.quaestor.event.WindowType;
import io.quaestor.kernel.CalendarWindow;
import io.quaestor.kernel.WindowKind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** States of budgets as the spend aggregator publishes them, for tests. */
public final class SampleBudgets {
    /** Budget legal-day of 0.15 USD, of which 0.2 USD are spent: it closes. */
    public static BudgetState breachedDay(Instant at) {
        var limit =
                new BudgetLimit(
                        "legal-day",
                        BudgetMode.STOP,
                        150_000_000L,
                        1L,
                        BudgetStatus.BREACHED,
                        100,
                        BreachCause.SETTLED);
        return state(SpendLevel.DEPARTMENT, Samples.DEPARTMENT, WindowKind.DAY, at, limit);
    }

    public static BudgetState state(
            SpendLevel level, String name, WindowKind kind, Instant at, BudgetLimit... limits) {
        var window = CalendarWindow.containing(kind, at, ZoneOffset.UTC);
        return new BudgetState(
                Samples.DEPARTMENT,
                level,
                name,
                new Window(WindowType.valueOf(kind.name()), window.start(), window.end(), "UTC"),
                200_000_000L,
                0L,
                List.of(limits),
                "fold-1",
                100L);
    }

    private SampleBudgets() {}
}
