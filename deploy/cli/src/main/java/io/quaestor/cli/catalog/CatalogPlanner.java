package io.quaestor.cli.catalog;

import io.quaestor.event.BudgetEntry;
import io.quaestor.event.CatalogEntry;
import io.quaestor.event.CatalogKind;
import io.quaestor.event.CatalogVersion;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.kernel.Lane;
import io.quaestor.kernel.LaneAssignment;
import io.quaestor.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares a document with the catalogue in force and says what to write. Pure.
 *
 * <p>A new department gets the least used lane, for ever; whatever the document no longer names is
 * retired and never removed; a limit's version is the catalogue version that set it.
 */
public final class CatalogPlanner {
    private final CurrentCatalog current;
    private final CatalogDocument document;
    private final Application application;
    private final long version;

    private CatalogPlanner(
            CurrentCatalog current, CatalogDocument document, Application application) {
        this.current = current;
        this.document = document;
        this.application = application;
        this.version = current.version() + 1;
    }

    /** What applying the document to the catalogue in force writes. */
    public static CatalogPlan plan(
            CurrentCatalog current, CatalogDocument document, Application application) {
        return new CatalogPlanner(current, document, application).plan();
    }

    private CatalogPlan plan() {
        var wanted = wanted();
        var changed = new ArrayList<CatalogEntry>();
        wanted.forEach(
                (key, body) -> {
                    if (differs(key, body)) {
                        changed.add(entry(key, body, false));
                    }
                });
        for (var known : current.entries().values()) {
            var key = CatalogKey.of(known.entry());
            if (!wanted.containsKey(key) && !known.entry().getRetired()) {
                changed.add(entry(key, known.entry().getBody(), true));
            }
        }
        if (changed.isEmpty() && current.version() > 0) {
            return new CatalogPlan.Unchanged(current.version());
        }
        changed.add(versionEntry(changed.size()));
        var events = new CatalogEvents(current, changed, application).all();
        return new CatalogPlan.NewVersion(version, changed, events);
    }

    /** What readers refer to comes first: a provider before its models, all before budgets. */
    private Map<CatalogKey, Object> wanted() {
        var wanted = new LinkedHashMap<CatalogKey, Object>();
        put(wanted, CatalogKind.PROVIDER, document.providers());
        put(wanted, CatalogKind.MODEL, document.models());
        put(wanted, CatalogKind.ALIAS, document.aliases());
        put(wanted, CatalogKind.DEPARTMENT, departments());
        put(wanted, CatalogKind.USER, document.users());
        put(wanted, CatalogKind.BUDGET, budgets());
        return wanted;
    }

    private static void put(
            Map<CatalogKey, Object> wanted, CatalogKind kind, Map<String, ?> bodies) {
        bodies.forEach((name, body) -> wanted.put(new CatalogKey(kind, name), body));
    }

    private Map<String, DepartmentEntry> departments() {
        var lanes = new ArrayList<Lane>(current.lanes());
        var departments = new LinkedHashMap<String, DepartmentEntry>();
        document.departments()
                .forEach(
                        (name, wanted) -> {
                            var former =
                                    current.body(
                                            CatalogKind.DEPARTMENT, name, DepartmentEntry.class);
                            int lane =
                                    former.map(DepartmentEntry::getLane)
                                            .orElseGet(() -> newLane(lanes));
                            var entry = DepartmentEntry.newBuilder(wanted).setLane(lane).build();
                            departments.put(
                                    name,
                                    former.map(was -> ZoneChange.from(was, entry, application.at()))
                                            .orElse(entry));
                        });
        return departments;
    }

    private static int newLane(List<Lane> assigned) {
        var lane = LaneAssignment.leastUsed(assigned);
        assigned.add(lane);
        return lane.number();
    }

    private Map<String, BudgetEntry> budgets() {
        var budgets = new LinkedHashMap<String, BudgetEntry>();
        document.budgets()
                .forEach((name, wanted) -> budgets.put(name, limitVersioned(name, wanted)));
        return budgets;
    }

    private BudgetEntry limitVersioned(String name, BudgetEntry wanted) {
        var key = new CatalogKey(CatalogKind.BUDGET, name);
        return current.body(CatalogKind.BUDGET, name, BudgetEntry.class)
                .map(
                        was ->
                                BudgetEntry.newBuilder(wanted)
                                        .setLimitVersion(was.getLimitVersion())
                                        .build())
                .filter(same -> !differs(key, same))
                .orElseGet(() -> BudgetEntry.newBuilder(wanted).setLimitVersion(version).build());
    }

    private boolean differs(CatalogKey key, Object body) {
        return current.entry(key)
                .map(entry -> entry.getRetired() || !entry.getBody().equals(body))
                .orElse(true);
    }

    private CatalogEntry entry(CatalogKey key, Object body, boolean retired) {
        return CatalogEntry.newBuilder()
                .setKind(key.kind())
                .setName(key.name())
                .setVersion(version)
                .setRetired(retired)
                .setAuthor(application.author())
                .setReason(application.reason())
                .setAt(application.at())
                .setBody(body)
                .build();
    }

    private CatalogEntry versionEntry(int entries) {
        var body =
                CatalogVersion.newBuilder()
                        .setDocument(document.text())
                        .setDocumentSha256(sha256(document.text()))
                        .setEntries(entries)
                        .setLanes(Topics.LANES)
                        .build();
        return entry(new CatalogKey(CatalogKind.VERSION, Long.toString(version)), body, false);
    }

    private static ByteBuffer sha256(String text) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return ByteBuffer.wrap(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
