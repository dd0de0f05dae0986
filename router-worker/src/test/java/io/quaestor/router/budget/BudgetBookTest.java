package io.quaestor.router.budget;

import static io.quaestor.router.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.BreachCause;
import io.quaestor.event.BudgetLimit;
import io.quaestor.event.BudgetMode;
import io.quaestor.event.BudgetState;
import io.quaestor.event.BudgetStatus;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.SpendLevel;
import io.quaestor.kernel.WindowKind;
import io.quaestor.router.SampleBudgets;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetBookTest {
    private final BudgetBook book = new BudgetBook();

    @Test
    void closesWhileABudgetIsBreachedInTheCurrentWindow() {
        assertThat(breached(NOW)).isEmpty();
        book.put(SampleBudgets.breachedDay(NOW));
        var breach = breached(NOW).orElseThrow();
        assertThat(breach.budget()).isEqualTo("legal-day");
        assertThat(breach.settledNanoUsd()).isEqualTo(200_000_000);
        assertThat(breach.limitNanoUsd()).isEqualTo(150_000_000);
    }

    @Test
    void opensWhenTheWindowRollsWithoutAnybodySayingSo() {
        book.put(SampleBudgets.breachedDay(NOW));
        var midnight = Instant.parse("2026-03-15T00:00:00Z");
        assertThat(breached(midnight.minusMillis(1))).isPresent();
        assertThat(breached(midnight)).isEmpty();
    }

    @Test
    void opensWhenTheLimitIsRaised() {
        book.put(SampleBudgets.breachedDay(NOW));
        var raised = SampleBudgets.breachedDay(NOW);
        raised.getLimits().getFirst().setStatus(BudgetStatus.OPEN);
        raised.setAsOf(101);
        book.put(raised);
        assertThat(breached(NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "WARN,BREACHED,false",
        "STOP,BREACHED,true",
        "HARD,BREACHED,true",
        "UNKNOWN,BREACHED,true",
        "STOP,WARNED,false",
        "STOP,OPEN,false"
    })
    void closesByModeAndStatus(BudgetMode mode, BudgetStatus status, boolean closes) {
        book.put(
                SampleBudgets.state(
                        SpendLevel.DEPARTMENT,
                        Samples.DEPARTMENT,
                        WindowKind.MONTH,
                        NOW,
                        limit(mode, status)));
        assertThat(breached(NOW).isPresent()).isEqualTo(closes);
    }

    @Test
    void looksAtEveryLimitOfAKey() {
        book.put(
                SampleBudgets.state(
                        SpendLevel.DEPARTMENT,
                        Samples.DEPARTMENT,
                        WindowKind.HOUR,
                        NOW,
                        limit(BudgetMode.WARN, BudgetStatus.BREACHED),
                        limit(BudgetMode.STOP, BudgetStatus.BREACHED)));
        assertThat(breached(NOW)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "USER,ann,true",
        "USER,bob,false",
        "MODEL,fast,true",
        "MODEL,slow,false",
        "USE_CASE,summaries,true",
        "USE_CASE,other,false",
        "DEPARTMENT,tax,false"
    })
    void closesForTheKeysThatTheJobCountsIn(SpendLevel level, String name, boolean closes) {
        book.put(
                SampleBudgets.state(
                        level,
                        name,
                        WindowKind.DAY,
                        NOW,
                        limit(BudgetMode.STOP, BudgetStatus.BREACHED)));
        assertThat(breached(NOW).isPresent()).isEqualTo(closes);
    }

    @Test
    void doesNotCloseOneDepartmentForTheUserOfAnother() {
        var state =
                SampleBudgets.state(
                        SpendLevel.USER,
                        "ann",
                        WindowKind.DAY,
                        NOW,
                        limit(BudgetMode.STOP, BudgetStatus.BREACHED));
        state.setDepartment("tax");
        book.put(state);
        assertThat(breached(NOW)).isEmpty();
    }

    @Test
    void passesAnOlderStateOfTheSameFoldOver() {
        book.put(state("fold-1", 100, BudgetStatus.BREACHED));
        book.put(state("fold-1", 99, BudgetStatus.OPEN));
        assertThat(breached(NOW)).isPresent();
    }

    @Test
    void takesTheStateOfANewerFoldWhateverItHasSeen() {
        book.put(state("fold-1", 100, BudgetStatus.BREACHED));
        book.put(state("fold-2", 3, BudgetStatus.OPEN));
        assertThat(breached(NOW)).isEmpty();
    }

    @Test
    void forgetsWindowsThatEnded() {
        book.put(SampleBudgets.breachedDay(NOW));
        book.forgetEndedBefore(NOW);
        assertThat(breached(NOW)).isPresent();
        book.forgetEndedBefore(NOW.plus(Duration.ofDays(2)));
        assertThat(breached(NOW)).isEmpty();
    }

    private static BudgetState state(String fold, long asOf, BudgetStatus status) {
        var state = SampleBudgets.breachedDay(NOW);
        state.getLimits().getFirst().setStatus(status);
        state.setFoldEpoch(fold);
        state.setAsOf(asOf);
        return state;
    }

    private static BudgetLimit limit(BudgetMode mode, BudgetStatus status) {
        return new BudgetLimit("b", mode, 1L, 1L, status, 0, BreachCause.SETTLED);
    }

    private Optional<BudgetBook.Breach> breached(Instant at) {
        return book.breached(Samples.request("r1"), legal(), at);
    }

    private static DepartmentEntry legal() {
        return SampleCatalog.legal().snapshot().department(Samples.DEPARTMENT).orElseThrow();
    }
}
