package io.quaestor.cli.catalog;

import io.quaestor.event.CatalogEntry;
import io.quaestor.event.CatalogKind;
import java.util.Locale;

/** What an entry is keyed by on {@code llm.catalog} and named by in the journal. */
public record CatalogKey(CatalogKind kind, String name) {
    public static CatalogKey of(CatalogEntry entry) {
        return new CatalogKey(entry.getKind(), entry.getName());
    }

    /** For example {@code department:legal} or {@code version:3}. */
    public String text() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + name;
    }
}
