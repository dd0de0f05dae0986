package io.quaestor.cli.catalog;

import io.quaestor.event.AliasEntry;
import io.quaestor.event.BudgetEntry;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.ModelEntry;
import io.quaestor.event.ProviderEntry;
import io.quaestor.event.UserEntry;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What has been read of a document so far. An entry with problems is here too: who refers to it is
 * not to blame.
 */
final class Draft {
    final Map<String, ProviderEntry> providers = new LinkedHashMap<>();
    final Map<String, ModelEntry> models = new LinkedHashMap<>();
    final Map<String, AliasEntry> aliases = new LinkedHashMap<>();
    final Map<String, DepartmentEntry> departments = new LinkedHashMap<>();
    final Map<String, UserEntry> users = new LinkedHashMap<>();
    final Map<String, BudgetEntry> budgets = new LinkedHashMap<>();
    final PriceStarts starts = new PriceStarts();

    CatalogDocument document(String text) {
        return new CatalogDocument(text, providers, models, aliases, departments, users, budgets);
    }
}
