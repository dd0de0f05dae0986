package io.quaestor.spend.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.BreachCause;
import io.quaestor.event.BudgetEntry;
import io.quaestor.event.BudgetLimit;
import io.quaestor.event.BudgetMode;
import io.quaestor.event.BudgetState;
import io.quaestor.event.BudgetStatus;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.SpendLevel;
import io.quaestor.event.Window;
import io.quaestor.event.WindowType;
import io.quaestor.kernel.CalendarWindow;
import io.quaestor.kernel.WindowKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BudgetNowTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Luxembourg");
    private static final Instant NOW = Instant.parse("2026-03-10T11:00:00Z");
    private static final CalendarWindow TODAY =
            CalendarWindow.containing(WindowKind.DAY, NOW, ZONE);

    private final Standings standings = new Standings();

    @Test
    void showsABudgetThatNobodySpentFromInItsPresentWindow() {
        var all = all(Map.of("legal-day", budget(SpendLevel.DEPARTMENT, "legal")));

        assertThat(all).hasSize(1);
        var now = all.getFirst();
        assertThat(now.window()).isEqualTo(TODAY);
        assertThat(now.settledNanoUsd()).isZero();
        assertThat(now.limit().getStatus()).isEqualTo(BudgetStatus.OPEN);
        assertThat(now.limit().getLimitNanoUsd()).isEqualTo(1_000);
    }

    @Test
    void showsHowTheFoldJudgedItAndNotHowItStoodYesterday() {
        standings.plus(state(yesterday(), 900, BudgetStatus.WARNED));
        standings.plus(state(TODAY, 1_000, BudgetStatus.BREACHED));

        var now = all(Map.of("legal-day", budget(SpendLevel.DEPARTMENT, "legal"))).getFirst();

        assertThat(now.settledNanoUsd()).isEqualTo(1_000);
        assertThat(now.limit().getStatus()).isEqualTo(BudgetStatus.BREACHED);
        assertThat(now.limit().getCause()).isEqualTo(BreachCause.SETTLED);
    }

    @Test
    void beginsAnewWithTheWindow() {
        standings.plus(state(yesterday(), 1_000, BudgetStatus.BREACHED));

        var now = all(Map.of("legal-day", budget(SpendLevel.DEPARTMENT, "legal"))).getFirst();

        assertThat(now.settledNanoUsd()).isZero();
        assertThat(now.limit().getStatus()).isEqualTo(BudgetStatus.OPEN);
    }

    @Test
    void saysThatALimitSetAMomentAgoIsNotJudgedYet() {
        standings.plus(state(TODAY, 10, BudgetStatus.OPEN));

        var now = all(Map.of("legal-new", budget(SpendLevel.DEPARTMENT, "legal"))).getFirst();

        assertThat(now.settledNanoUsd()).isEqualTo(10);
        assertThat(now.limit().getStatus()).isEqualTo(BudgetStatus.UNKNOWN);
    }

    @Test
    void ordersBudgetsByNameAndLeavesOutWhatNoLaneCounts() {
        var all =
                all(
                        Map.of(
                                "b", budget(SpendLevel.USER, "ada"),
                                "a", budget(SpendLevel.MODEL, "fast"),
                                "c", budget(SpendLevel.ORGANISATION, "all")));

        assertThat(all).extracting(BudgetNow::budget).containsExactly("a", "b");
    }

    private List<BudgetNow> all(Map<String, BudgetEntry> budgets) {
        var department =
                DepartmentEntry.newBuilder()
                        .setLane(3)
                        .setZone(ZONE.getId())
                        .setModels(List.of())
                        .setRegions(List.of())
                        .setMaxInputBytes(1)
                        .build();
        var empty = CatalogSnapshot.EMPTY;
        var catalog =
                new CatalogSnapshot(
                        1,
                        empty.providers(),
                        empty.models(),
                        empty.aliases(),
                        Map.of("legal", department),
                        empty.retired(),
                        empty.users(),
                        budgets,
                        empty.keys(),
                        empty.approvals(),
                        empty.formerProviders(),
                        empty.formerModels());
        return BudgetNow.all(catalog, standings.states(), NOW);
    }

    private static BudgetEntry budget(SpendLevel level, String name) {
        return new BudgetEntry(
                "legal", level, name, WindowType.DAY, BudgetMode.STOP, 1_000L, List.of(), 1L);
    }

    private static CalendarWindow yesterday() {
        return CalendarWindow.containing(WindowKind.DAY, NOW.minus(Duration.ofDays(1)), ZONE);
    }

    private static BudgetState state(CalendarWindow window, long settled, BudgetStatus status) {
        var cause = status == BudgetStatus.BREACHED ? BreachCause.SETTLED : BreachCause.UNKNOWN;
        var limit = new BudgetLimit("legal-day", BudgetMode.STOP, 1_000L, 1L, status, 0, cause);
        return BudgetState.newBuilder()
                .setDepartment("legal")
                .setLevel(SpendLevel.DEPARTMENT)
                .setName("legal")
                .setWindow(new Window(WindowType.DAY, window.start(), window.end(), ZONE.getId()))
                .setSettledNanoUsd(settled)
                .setLimits(List.of(limit))
                .setFoldEpoch("e")
                .setAsOf(1L)
                .build();
    }
}
