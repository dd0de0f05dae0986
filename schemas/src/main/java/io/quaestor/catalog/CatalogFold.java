package io.quaestor.catalog;

import io.quaestor.event.AliasEntry;
import io.quaestor.event.ApprovalEntry;
import io.quaestor.event.BudgetEntry;
import io.quaestor.event.CatalogEntry;
import io.quaestor.event.CatalogVersion;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.KeyEntry;
import io.quaestor.event.ModelEntry;
import io.quaestor.event.ProviderEntry;
import io.quaestor.event.UserEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Folds the entries of {@code llm.catalog} into snapshots: entries are gathered, and a {@code
 * version:N} record makes them visible together. Not thread-safe.
 */
public final class CatalogFold {
    private final Map<String, CatalogEntry> latest = new HashMap<>();

    /** Takes the next entry; a snapshot when it completes a version. */
    public Optional<CatalogSnapshot> plus(CatalogEntry entry) {
        if (entry.getBody() instanceof CatalogVersion) {
            return Optional.of(snapshot(entry.getVersion()));
        }
        latest.put(entry.getKind() + ":" + entry.getName(), entry);
        return Optional.empty();
    }

    private CatalogSnapshot snapshot(long version) {
        return new CatalogSnapshot(
                version,
                select(ProviderEntry.class, false),
                select(ModelEntry.class, false),
                select(AliasEntry.class, false),
                select(DepartmentEntry.class, false),
                select(DepartmentEntry.class, true),
                select(UserEntry.class, false),
                select(BudgetEntry.class, false),
                select(KeyEntry.class, false),
                select(ApprovalEntry.class, false),
                select(ProviderEntry.class, true),
                select(ModelEntry.class, true));
    }

    private <T> Map<String, T> select(Class<T> type, boolean retired) {
        var selected = new HashMap<String, T>();
        for (var entry : latest.values()) {
            if (entry.getRetired() == retired && type.isInstance(entry.getBody())) {
                selected.put(entry.getName(), type.cast(entry.getBody()));
            }
        }
        return selected;
    }
}
