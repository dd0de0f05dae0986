package io.quaestor.spend.view;

import io.quaestor.event.Charge;
import io.quaestor.kernel.BudgetLevel;
import io.quaestor.spend.fold.Wire;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Folds {@code llm.spend.charges} into spend by user, model and use case, and keeps the newest
 * charges themselves.
 *
 * <p>One thread writes, any thread reads.
 */
public final class Charges {

    /** Per level and kind of window; nine shelves of about 400 bytes a row are 18 MB at most. */
    static final int MOST_ROWS = 5_000;

    /**
     * Kept as the bytes they came in; who needs older ones reads the topic, which keeps 400 days.
     */
    public static final int MOST_CHARGES = 5_000;

    private final Shelves<SpendRow> rows;
    private final Shelf<Supplier<Charge>> newest;

    /**
     * @param since when the reading begins
     */
    public Charges(Instant since) {
        this.rows = new Shelves<>(MOST_ROWS, since);
        this.newest = new Shelf<>(MOST_CHARGES, since);
    }

    /**
     * Adds one.
     *
     * @param again the same charge, read anew when somebody asks: unpacked, thousands of them are
     *     copied about by the collector until others take their place
     */
    public void plus(Charge charge, Supplier<Charge> again) {
        for (var window : charge.getWindows()) {
            Wire.window(window)
                    .ifPresent(
                            of -> {
                                var row = SpendRow.of(of, charge);
                                add(BudgetLevel.USER, charge, charge.getUser(), row);
                                add(BudgetLevel.MODEL, charge, charge.getModel(), row);
                                add(BudgetLevel.USE_CASE, charge, charge.getUseCase(), row);
                            });
        }
        newest.put(place(charge), again);
    }

    /** The order of charges: the newest first. */
    public static Place place(Charge charge) {
        return new Place(charge.getChargedAt(), charge.getDepartment(), charge.getChargeId());
    }

    private void add(BudgetLevel level, Charge charge, String name, SpendRow row) {
        if (!name.isEmpty()) {
            var place = new Place(row.window().start(), charge.getDepartment(), name);
            rows.of(level, row.window().kind()).merge(place, row, SpendRow::plus);
        }
    }

    public Shelves<SpendRow> rows() {
        return rows;
    }

    public Shelf<Supplier<Charge>> newest() {
        return newest;
    }
}
