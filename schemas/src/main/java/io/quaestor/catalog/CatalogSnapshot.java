package io.quaestor.catalog;

import io.quaestor.event.AliasEntry;
import io.quaestor.event.ApprovalEntry;
import io.quaestor.event.BudgetEntry;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.KeyEntry;
import io.quaestor.event.ModelEntry;
import io.quaestor.event.ProviderEntry;
import io.quaestor.event.UserEntry;
import java.util.Map;
import java.util.Optional;

/**
 * One whole version of the catalogue, immutable. Retired entries are apart from those in force:
 * departments, whose lanes are for ever, and providers and models, whose jobs and calls under way
 * still have to be ended and priced.
 *
 * @param version 0 before the first catalogue is applied
 * @param retired departments that no longer may submit
 * @param formerProviders retired ones: nothing more is routed to them or called there
 * @param formerModels retired ones: calls of theirs may have begun before
 */
public record CatalogSnapshot(
        long version,
        Map<String, ProviderEntry> providers,
        Map<String, ModelEntry> models,
        Map<String, AliasEntry> aliases,
        Map<String, DepartmentEntry> departments,
        Map<String, DepartmentEntry> retired,
        Map<String, UserEntry> users,
        Map<String, BudgetEntry> budgets,
        Map<String, KeyEntry> keys,
        Map<String, ApprovalEntry> approvals,
        Map<String, ProviderEntry> formerProviders,
        Map<String, ModelEntry> formerModels) {
    /** What is known before anything is applied: nothing. */
    public static final CatalogSnapshot EMPTY =
            new CatalogSnapshot(
                    0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(),
                    Map.of(), Map.of(), Map.of(), Map.of());

    public CatalogSnapshot {
        providers = Map.copyOf(providers);
        models = Map.copyOf(models);
        aliases = Map.copyOf(aliases);
        departments = Map.copyOf(departments);
        retired = Map.copyOf(retired);
        users = Map.copyOf(users);
        budgets = Map.copyOf(budgets);
        keys = Map.copyOf(keys);
        approvals = Map.copyOf(approvals);
        formerProviders = Map.copyOf(formerProviders);
        formerModels = Map.copyOf(formerModels);
    }

    public Optional<ProviderEntry> provider(String name) {
        return Optional.ofNullable(providers.get(name));
    }

    public Optional<ModelEntry> model(String name) {
        return Optional.ofNullable(models.get(name));
    }

    public Optional<AliasEntry> alias(String name) {
        return Optional.ofNullable(aliases.get(name));
    }

    public Optional<DepartmentEntry> department(String code) {
        return Optional.ofNullable(departments.get(code));
    }

    /** The lane of a department, retired ones included; lane 0 for unknown ones. */
    public int lane(String department) {
        var known = department(department).or(() -> Optional.ofNullable(retired.get(department)));
        return known.map(DepartmentEntry::getLane).orElse(0);
    }

    /** The version, as events and receipts name the policy. */
    public String policyVersion() {
        return "catalog-" + version;
    }
}
