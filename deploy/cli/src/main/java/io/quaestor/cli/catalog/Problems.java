package io.quaestor.cli.catalog;

import java.util.List;
import java.util.TreeSet;

/** Gathers what is wrong, so that a reader goes on to the end of the document. Not thread-safe. */
final class Problems {
    private final TreeSet<CatalogProblem> found = new TreeSet<>();

    void add(int line, String where, String text) {
        found.add(new CatalogProblem(line, where, text));
    }

    /** In the order of the document. */
    List<CatalogProblem> found() {
        return List.copyOf(found);
    }

    boolean none() {
        return found.isEmpty();
    }
}
