package io.quaestor.cli.catalog;

import java.util.List;

/** How applying a document ended. */
public sealed interface PublishOutcome {
    /** Nothing was written: this version says the same. */
    record Unchanged(long version) implements PublishOutcome {}

    /**
     * It is in force.
     *
     * @param changes the entries that changed, as {@code kind:name}
     * @param retired those of them that were retired
     */
    record Published(long version, List<CatalogKey> changes, List<CatalogKey> retired)
            implements PublishOutcome {}
}
