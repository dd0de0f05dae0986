package io.quaestor.cli.catalog;

import static io.quaestor.cli.catalog.Catalogs.valid;
import static io.quaestor.cli.catalog.Catalogs.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.BudgetChanged;
import io.quaestor.event.BudgetEntry;
import io.quaestor.event.CatalogChanged;
import io.quaestor.event.CatalogEntry;
import io.quaestor.event.CatalogKind;
import io.quaestor.event.CatalogVersion;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.JournalEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CatalogPlannerTest {
    private static final Instant MAY = Instant.parse("2026-05-10T10:00:00Z");

    @Test
    void writesEveryEntryOfTheFirstDocumentAndTheVersionLast() {
        var plan = newVersion(CurrentCatalog.EMPTY, Catalogs.VALID, MAY);

        assertThat(plan.version()).isEqualTo(1);
        assertThat(keys(plan))
                .containsExactly(
                        "provider:sim-aws",
                        "provider:sim-oai",
                        "model:haiku@sim-aws",
                        "model:mini@sim-oai",
                        "alias:fast",
                        "department:legal",
                        "department:finance",
                        "user:ada",
                        "budget:legal-day",
                        "budget:ada-day",
                        "version:1");
        var version = (CatalogVersion) plan.entries().getLast().getBody();
        assertThat(version.getEntries()).isEqualTo(10);
        assertThat(version.getDocument()).isEqualTo(Catalogs.VALID);
    }

    @Test
    void tellsTheJournalEachEntryOnTheSystemLaneAndEachLimitOnItsDepartments() {
        var plan = newVersion(CurrentCatalog.EMPTY, Catalogs.VALID, MAY);

        assertThat(plan.events().stream().filter(e -> e.getEvent() instanceof CatalogChanged))
                .hasSize(11)
                .allMatch(event -> event.getLane() == 0);
        assertThat(plan.events().stream().filter(e -> e.getEvent() instanceof BudgetChanged))
                .hasSize(2)
                .allMatch(event -> event.getLane() == 1);
        assertThat(plan.events()).extracting(JournalEvent::getEventId).doesNotHaveDuplicates();
        var last = plan.events().getLast();
        assertThat(last.getEventId()).isEqualTo("catalog/1/version:1");
        assertThat(Objects.requireNonNull(last.getSequence()).getNumber()).isEqualTo(1);
    }

    @Test
    void assignsTheLeastUsedLanesAndNeverChangesThem() {
        var first = after(CurrentCatalog.EMPTY, Catalogs.VALID, MAY);
        var other = "  hr: {zone: UTC, models: [fast], regions: [eu-west-1], max-input-bytes: 9}\n";
        var yaml = with("  legal: {zone", other + "  legal: {zone");

        var second = after(first, yaml, MAY);

        assertThat(lane(first, "legal")).isEqualTo(1);
        assertThat(lane(first, "finance")).isEqualTo(20);
        assertThat(lane(second, "legal")).isEqualTo(1);
        assertThat(lane(second, "finance")).isEqualTo(20);
        assertThat(lane(second, "hr")).isEqualTo(8);
    }

    @Test
    void writesNothingWhenNothingChanged() {
        var first = after(CurrentCatalog.EMPTY, Catalogs.VALID, MAY);

        var plan = plan(first, "# another comment\n" + Catalogs.VALID, MAY.plusSeconds(60));

        assertThat(plan).isEqualTo(new CatalogPlan.Unchanged(1));
    }

    @Test
    void writesOnlyWhatChangedAndGivesTheLimitTheNewVersion() {
        var first = after(CurrentCatalog.EMPTY, Catalogs.VALID, MAY);

        var plan = newVersion(first, with("limit-usd: \"0.15\"", "limit-usd: \"0.25\""), MAY);

        assertThat(keys(plan)).containsExactly("budget:legal-day", "version:2");
        var limit = (BudgetEntry) plan.entries().getFirst().getBody();
        assertThat(limit.getLimitVersion()).isEqualTo(2);
        var changed = (BudgetChanged) plan.events().get(1).getEvent();
        assertThat(changed.getLimitNanoUsd()).isEqualTo(250_000_000);
        assertThat(changed.getLimitVersion()).isEqualTo(2);
    }

    @Test
    void retiresWhatIsNoLongerNamedAndTakesItBackOnItsOldLane() {
        var first = after(CurrentCatalog.EMPTY, Catalogs.VALID, MAY);
        var without =
                Catalogs.VALID
                        .replaceAll("(?m)^  (legal: \\{|ada: |legal-day|ada-day).*\n", "")
                        .replace("users:\n", "")
                        .replace("budgets:\n", "");

        var plan = newVersion(first, without, MAY);
        var second = after(first, without, MAY);
        var third = after(second, Catalogs.VALID, MAY);

        assertThat(plan.entries().stream().filter(CatalogEntry::getRetired).map(e -> e.getName()))
                .containsExactlyInAnyOrder("legal", "ada", "legal-day", "ada-day");
        assertThat(
                        plan.events().stream()
                                .map(JournalEvent::getEvent)
                                .filter(BudgetChanged.class::isInstance)
                                .map(BudgetChanged.class::cast))
                .hasSize(2)
                .allMatch(BudgetChanged::getRetired);
        assertThat(lane(third, "legal")).isEqualTo(1);
        assertThat(third.body(CatalogKind.BUDGET, "legal-day", BudgetEntry.class))
                .hasValueSatisfying(budget -> assertThat(budget.getLimitVersion()).isEqualTo(3));
    }

    @Test
    void endsABudgetInTheLaneItLeaves() {
        var first = after(CurrentCatalog.EMPTY, Catalogs.VALID, MAY);

        var plan =
                newVersion(
                        first,
                        with("legal-day: {department: legal", "legal-day: {department: finance"),
                        MAY);

        var limits =
                plan.events().stream().filter(e -> e.getEvent() instanceof BudgetChanged).toList();
        assertThat(limits).extracting(JournalEvent::getLane).containsExactly(1, 20);
        assertThat(((BudgetChanged) limits.getFirst().getEvent()).getRetired()).isTrue();
        assertThat(((BudgetChanged) limits.getLast().getEvent()).getRetired()).isFalse();
    }

    @Test
    void letsAChangedTimeZoneActFromTheNextMonthOfTheFormerOne() {
        var first = after(CurrentCatalog.EMPTY, Catalogs.VALID, MAY);
        var moved = with("zone: UTC", "zone: Asia/Tokyo");

        var second = after(first, moved, MAY);
        var third = after(second, moved, MAY.plusSeconds(60));
        var back = after(second, Catalogs.VALID, MAY.plusSeconds(60));

        assertThat(department(second, "finance").getZone()).isEqualTo("Asia/Tokyo");
        assertThat(department(second, "finance").getFormerZone()).isEqualTo("UTC");
        assertThat(department(second, "finance").getZoneFrom())
                .isEqualTo(Instant.parse("2026-06-01T00:00:00Z"));
        assertThat(third.version()).isEqualTo(2);
        assertThat(department(back, "finance").getZone()).isEqualTo("UTC");
        assertThat(department(back, "finance").getFormerZone()).isEmpty();
    }

    private static DepartmentEntry department(CurrentCatalog catalog, String name) {
        return catalog.body(CatalogKind.DEPARTMENT, name, DepartmentEntry.class).orElseThrow();
    }

    private static int lane(CurrentCatalog catalog, String department) {
        return department(catalog, department).getLane();
    }

    private static List<String> keys(CatalogPlan.NewVersion plan) {
        return plan.entries().stream().map(entry -> CatalogKey.of(entry).text()).toList();
    }

    private static CatalogPlan.NewVersion newVersion(
            CurrentCatalog current, String yaml, Instant at) {
        return (CatalogPlan.NewVersion) plan(current, yaml, at);
    }

    private static CatalogPlan plan(CurrentCatalog current, String yaml, Instant at) {
        var application = new Application("test", "", "test", at, CatalogPlannerTest::digest);
        return CatalogPlanner.plan(current, valid(yaml), application);
    }

    private static CurrentCatalog after(CurrentCatalog current, String yaml, Instant at) {
        return switch (plan(current, yaml, at)) {
            case CatalogPlan.Unchanged _ -> current;
            case CatalogPlan.NewVersion plan -> {
                var records = new ArrayList<CurrentCatalog.KnownEntry>();
                records.addAll(current.entries().values());
                plan.entries()
                        .forEach(e -> records.add(new CurrentCatalog.KnownEntry(e, digest(e))));
                yield CurrentCatalog.of(records);
            }
        };
    }

    private static ByteBuffer digest(CatalogEntry entry) {
        return ByteBuffer.wrap(entry.toString().getBytes(StandardCharsets.UTF_8));
    }
}
