package io.quaestor.cli.catalog;

import java.util.List;

/** How the reading of a document ended. */
public sealed interface CatalogReading {
    /** It may be applied. */
    record Valid(CatalogDocument document) implements CatalogReading {}

    /** It is refused whole; every problem, in the order of its lines. */
    record Refused(List<CatalogProblem> problems) implements CatalogReading {}
}
