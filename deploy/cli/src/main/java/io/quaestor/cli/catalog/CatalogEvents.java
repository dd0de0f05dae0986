package io.quaestor.cli.catalog;

import io.quaestor.catalog.DepartmentZone;
import io.quaestor.event.BudgetChanged;
import io.quaestor.event.BudgetEntry;
import io.quaestor.event.CatalogChanged;
import io.quaestor.event.CatalogEntry;
import io.quaestor.event.CatalogKind;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.SequenceScope;
import io.quaestor.event.Stage;
import io.quaestor.event.StageSequence;
import io.quaestor.kernel.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The journal events of a new version: each changed entry on the system lane, and each changed
 * limit on its department's lane, where the fold takes it in the order of the money.
 */
final class CatalogEvents {
    private final CurrentCatalog current;
    private final List<CatalogEntry> changed;
    private final Application application;
    private final Map<String, DepartmentEntry> departments = new HashMap<>();

    CatalogEvents(CurrentCatalog current, List<CatalogEntry> changed, Application application) {
        this.current = current;
        this.changed = changed;
        this.application = application;
        for (var known : current.entries().values()) {
            noteDepartment(known.entry());
        }
        changed.forEach(this::noteDepartment);
    }

    private void noteDepartment(CatalogEntry entry) {
        if (entry.getBody() instanceof DepartmentEntry department) {
            departments.put(entry.getName(), department);
        }
    }

    List<JournalEvent> all() {
        var events = new ArrayList<JournalEvent>();
        for (var entry : changed) {
            events.add(catalogChanged(entry));
            if (entry.getBody() instanceof BudgetEntry budget) {
                events.addAll(budgetChanged(entry, budget));
            }
        }
        return events;
    }

    private JournalEvent catalogChanged(CatalogEntry entry) {
        var known = Optional.ofNullable(current.entries().get(CatalogKey.of(entry)));
        var event =
                CatalogChanged.newBuilder()
                        .setKind(entry.getKind())
                        .setName(entry.getName())
                        .setVersion(entry.getVersion())
                        .setAuthor(entry.getAuthor())
                        .setReason(entry.getReason())
                        .setBeforeSha256(known.map(CurrentCatalog.KnownEntry::sha256).orElse(null))
                        .setAfterSha256(application.digest().apply(entry))
                        .setRetired(entry.getRetired())
                        .build();
        return envelope(entry, Lane.SYSTEM.number(), department(entry), "", sequence(entry), event);
    }

    private static @Nullable StageSequence sequence(CatalogEntry entry) {
        return entry.getKind() == CatalogKind.VERSION
                ? new StageSequence(SequenceScope.CATALOG_VERSION, "catalog", entry.getVersion())
                : null;
    }

    private static String department(CatalogEntry entry) {
        return switch (entry.getBody()) {
            case DepartmentEntry _ -> entry.getName();
            case BudgetEntry budget -> budget.getDepartment();
            default -> "";
        };
    }

    /** A budget that moved to another department's lane is ended in the former one. */
    private List<JournalEvent> budgetChanged(CatalogEntry entry, BudgetEntry budget) {
        var events = new ArrayList<JournalEvent>();
        current.body(CatalogKind.BUDGET, entry.getName(), BudgetEntry.class)
                .filter(former -> !former.getDepartment().equals(budget.getDepartment()))
                .ifPresent(former -> events.add(limit(entry, former, true, "/moved")));
        events.add(limit(entry, budget, entry.getRetired(), "/limit"));
        return events;
    }

    private JournalEvent limit(
            CatalogEntry entry, BudgetEntry budget, boolean retired, String suffix) {
        var department = departments.get(budget.getDepartment());
        if (department == null) {
            throw new IllegalStateException("budget of no department: " + entry.getName());
        }
        var event =
                BudgetChanged.newBuilder()
                        .setBudget(entry.getName())
                        .setDepartment(budget.getDepartment())
                        .setLevel(budget.getLevel())
                        .setName(budget.getName())
                        .setWindow(budget.getWindow())
                        .setZone(DepartmentZone.at(department, application.at()).getId())
                        .setMode(budget.getMode())
                        .setLimitNanoUsd(budget.getLimitNanoUsd())
                        .setWarn(budget.getWarn())
                        .setLimitVersion(entry.getVersion())
                        .setRetired(retired)
                        .build();
        return envelope(entry, department.getLane(), budget.getDepartment(), suffix, null, event);
    }

    private JournalEvent envelope(
            CatalogEntry entry,
            int lane,
            String department,
            String suffix,
            @Nullable StageSequence sequence,
            Object event) {
        var subject = CatalogKey.of(entry).text();
        return JournalEvent.newBuilder()
                .setLane(lane)
                .setEventId("catalog/" + entry.getVersion() + "/" + subject + suffix)
                .setSubject(subject)
                .setDepartment(department)
                .setAt(application.at())
                .setStage(Stage.CATALOG)
                .setInstance(application.instance())
                .setSequence(sequence)
                .setEvent(event)
                .build();
    }
}
