package io.quaestor.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.BudgetEntry;
import io.quaestor.event.BudgetMode;
import io.quaestor.event.BudgetState;
import io.quaestor.event.BudgetStatus;
import io.quaestor.event.CatalogEntry;
import io.quaestor.event.CatalogKind;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.SpendLevel;
import io.quaestor.event.WindowType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnspentTest {
    /** The next day in Luxembourg. */
    private static final Instant EVENING = Instant.parse("2026-06-30T22:30:00Z");

    private final List<CatalogEntry> catalog =
            List.of(
                    entry(CatalogKind.DEPARTMENT, "legal", legal()),
                    entry(CatalogKind.BUDGET, "legal-day", budget(SpendLevel.DEPARTMENT, "")),
                    entry(CatalogKind.BUDGET, "ada-day", budget(SpendLevel.USER, "ada")),
                    entry(CatalogKind.BUDGET, "all", budget(SpendLevel.ORGANISATION, "")));

    @Test
    void tellsOfBudgetsThatNoStateTellsOf() {
        var unspent = Unspent.of(catalog, List.of(), EVENING);

        assertThat(unspent)
                .extracting(state -> state.getLimits().getFirst().getBudget())
                .containsExactly("ada-day", "legal-day");
        var day = unspent.getLast();
        assertThat(day.getName()).isEqualTo("legal");
        assertThat(day.getWindow().getStart()).isEqualTo(Instant.parse("2026-06-30T22:00:00Z"));
        assertThat(day.getSettledNanoUsd()).isZero();
        assertThat(day.getLimits().getFirst().getStatus()).isEqualTo(BudgetStatus.OPEN);
        assertThat(unspent.getFirst().getName()).isEqualTo("ada");
    }

    @Test
    void leavesOutWhatAStateTellsOf() {
        List<BudgetState> known = Unspent.of(catalog, List.of(), EVENING).subList(0, 1);

        assertThat(Unspent.of(catalog, known, EVENING))
                .singleElement()
                .satisfies(
                        state ->
                                assertThat(state.getLimits().getFirst().getBudget())
                                        .isEqualTo("legal-day"));
    }

    private static CatalogEntry entry(CatalogKind kind, String name, Object body) {
        return CatalogEntry.newBuilder()
                .setKind(kind)
                .setName(name)
                .setVersion(1)
                .setAuthor("ann")
                .setAt(EVENING)
                .setBody(body)
                .build();
    }

    private static DepartmentEntry legal() {
        return DepartmentEntry.newBuilder()
                .setLane(0)
                .setZone("Europe/Luxembourg")
                .setModels(List.of())
                .setRegions(List.of())
                .setMaxInputBytes(1)
                .build();
    }

    private static BudgetEntry budget(SpendLevel level, String name) {
        return new BudgetEntry(
                "legal", level, name, WindowType.DAY, BudgetMode.STOP, 5L, List.of(), 1L);
    }
}
