package io.quaestor.cli.catalog;

import io.quaestor.event.AliasEntry;
import io.quaestor.event.BudgetEntry;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.ModelEntry;
import io.quaestor.event.ProviderEntry;
import io.quaestor.event.UserEntry;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A valid document: every reference names an entry, every price sheet can be used. Lanes, zone
 * changes and limit versions are not in it: they follow from the catalogue it is applied to.
 *
 * @param text as it was written, before the environment's values were put in
 */
public record CatalogDocument(
        String text,
        Map<String, ProviderEntry> providers,
        Map<String, ModelEntry> models,
        Map<String, AliasEntry> aliases,
        Map<String, DepartmentEntry> departments,
        Map<String, UserEntry> users,
        Map<String, BudgetEntry> budgets) {
    public CatalogDocument {
        providers = ordered(providers);
        models = ordered(models);
        aliases = ordered(aliases);
        departments = ordered(departments);
        users = ordered(users);
        budgets = ordered(budgets);
    }

    /** In the order of the document: lanes are assigned in it. */
    private static <T> Map<String, T> ordered(Map<String, T> entries) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
}
