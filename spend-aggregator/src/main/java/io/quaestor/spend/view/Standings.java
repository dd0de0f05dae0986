package io.quaestor.spend.view;

import io.quaestor.event.BudgetState;
import io.quaestor.event.SpendTotal;
import io.quaestor.kernel.BudgetKey;
import io.quaestor.kernel.BudgetLevel;
import io.quaestor.spend.fold.Wire;
import java.time.Instant;

/**
 * Folds {@code llm.spend.totals} and {@code llm.budgets}: how departments and budget keys stand.
 *
 * <p>One thread writes, any thread reads.
 */
public final class Standings {

    /** Departments' rows of each kind of window: hours of 20 departments for ten days. */
    static final int MOST_TOTALS = 5_000;

    /**
     * States of each level and kind of window, about 500 bytes each. The topic forgets a window
     * after eight days; hours of 25 keys fill this.
     */
    static final int MOST_STATES = 5_000;

    private final Shelves<SpendRow> totals = new Shelves<>(MOST_TOTALS, Instant.MIN);
    private final Shelves<BudgetState> states = new Shelves<>(MOST_STATES, Instant.MIN);

    public void plus(SpendTotal total) {
        Wire.window(total.getWindow())
                .ifPresent(
                        window -> {
                            var code = total.getDepartment();
                            totals.of(BudgetLevel.DEPARTMENT, window.kind())
                                    .put(
                                            new Place(window.start(), code, code),
                                            SpendRow.of(window, total));
                        });
    }

    public void plus(BudgetState state) {
        var level = Wire.level(state.getLevel());
        var window = Wire.window(state.getWindow());
        if (level.isPresent() && window.isPresent()) {
            var start = window.get().start();
            states.of(level.get(), window.get().kind())
                    .put(new Place(start, state.getDepartment(), state.getName()), state);
        }
    }

    /** The window is long over. */
    public void forget(BudgetKey key) {
        states.of(key.level(), key.windowKind())
                .remove(new Place(key.windowStart(), key.department().code(), key.name()));
    }

    public Shelves<SpendRow> totals() {
        return totals;
    }

    public Shelves<BudgetState> states() {
        return states;
    }
}
