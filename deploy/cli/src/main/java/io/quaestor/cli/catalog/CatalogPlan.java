package io.quaestor.cli.catalog;

import io.quaestor.event.CatalogEntry;
import io.quaestor.event.JournalEvent;
import java.util.List;

/** What applying a document would write. */
public sealed interface CatalogPlan {
    /** Nothing: the version in force says the same. */
    record Unchanged(long version) implements CatalogPlan {}

    /**
     * A new version.
     *
     * @param entries those that change, and the version itself as the last one
     * @param events of the journal, in their order; each names its lane
     */
    record NewVersion(long version, List<CatalogEntry> entries, List<JournalEvent> events)
            implements CatalogPlan {
        public NewVersion {
            entries = List.copyOf(entries);
            events = List.copyOf(events);
        }
    }
}
