package io.quaestor.cli.catalog;

import java.util.Comparator;

/**
 * One thing wrong with a catalogue document.
 *
 * @param line counted from 1
 * @param where path of the field, for example {@code budgets.legal-day.mode}; empty for the whole
 */
public record CatalogProblem(int line, String where, String text)
        implements Comparable<CatalogProblem> {
    private static final Comparator<CatalogProblem> ORDER =
            Comparator.comparingInt(CatalogProblem::line)
                    .thenComparing(CatalogProblem::where)
                    .thenComparing(CatalogProblem::text);

    @Override
    public int compareTo(CatalogProblem other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "line " + line + ": " + (where.isEmpty() ? "" : where + ": ") + text;
    }
}
