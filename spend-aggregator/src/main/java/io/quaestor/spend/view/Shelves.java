package io.quaestor.spend.view;

import io.quaestor.kernel.BudgetLevel;
import io.quaestor.kernel.WindowKind;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** One {@link Shelf} for each level and kind of window, so that hours do not crowd out months. */
public final class Shelves<V> {
    private final Map<BudgetLevel, Map<WindowKind, Shelf<V>>> shelves =
            new EnumMap<>(BudgetLevel.class);

    /**
     * @param most rows of each shelf
     */
    public Shelves(int most, Instant since) {
        for (var level : BudgetLevel.values()) {
            Map<WindowKind, Shelf<V>> ofLevel = new EnumMap<>(WindowKind.class);
            for (var kind : WindowKind.values()) {
                ofLevel.put(kind, new Shelf<>(most, since));
            }
            shelves.put(level, ofLevel);
        }
    }

    public Shelf<V> of(BudgetLevel level, WindowKind kind) {
        var shelf = shelves.getOrDefault(level, Map.of()).get(kind);
        if (shelf == null) {
            throw new IllegalStateException("no shelf for " + level + " and " + kind);
        }
        return shelf;
    }
}
