package io.quaestor.spend.fold;

import static io.quaestor.spend.fold.Events.NOON;
import static io.quaestor.spend.fold.Events.admitted;
import static io.quaestor.spend.fold.Events.billed;
import static io.quaestor.spend.fold.Events.budget;
import static io.quaestor.spend.fold.Events.cost;
import static io.quaestor.spend.fold.Events.observed;
import static io.quaestor.spend.fold.Events.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.BudgetMode;
import io.quaestor.event.BudgetState;
import io.quaestor.event.LaneEcho;
import io.quaestor.event.LaneTaken;
import io.quaestor.event.SpendTotal;
import io.quaestor.kernel.WindowKind;
import io.quaestor.spend.fold.Events.Job;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LaneBookTest {

    private final Ledger ledger = new Ledger();

    @Test
    void publishesEachChangedKeyOnceAsOfTheNextOffset() {
        ledger.fold(
                admitted(Job.of("a"), 1, 900, NOON),
                admitted(Job.of("b"), 1, 900, NOON),
                billed(Job.of("a"), 1, 1, cost(100), NOON));

        var statements = ledger.book().flush();

        assertThat(statements)
                .flatExtracting(statement -> statement.total().stream().toList())
                .hasSize(3)
                .extracting(SpendTotal::getAsOf)
                .containsOnly(3L);
        assertThat(statements)
                .flatExtracting(statement -> statement.state().stream().toList())
                .extracting(BudgetState::getHeldNanoUsd)
                .containsOnly(900L);
        assertThat(ledger.book().flush()).isEmpty();
    }

    @Test
    void publishesAfterARestartWhatWasNotPublishedBefore() {
        ledger.fold(admitted(Job.of("a"), 1, 900, NOON));
        ledger.book().flush();
        ledger.restart();
        assertThat(ledger.book().isDirty()).isFalse();

        ledger.fold(billed(Job.of("a"), 1, 1, cost(100), NOON));
        ledger.restart();

        assertThat(ledger.book().flush()).hasSize(12);
    }

    @Test
    void echoesWithTheOffsetBehindTheClaim() {
        ledger.fold(admitted(Job.of("a"), 1, 900, NOON), Events.laneTaken("n1", NOON));

        assertThat(ledger.book().echo(new LaneTaken("n1", "worker-1", 7L)))
                .isEqualTo(new LaneEcho("n1", "e1", 7L, 2L));
    }

    @Test
    void namesTheKeyOfATotalForFinance() {
        ledger.fold(admitted(Job.of("a"), 1, 900, NOON));

        assertThat(ledger.book().flush())
                .extracting(Statement::totalKey)
                .contains("legal|day|2026-03-09T23:00:00Z");
    }

    @Test
    void forgetsAWindowEightDaysAfterItsEnd() {
        ledger.fold(admitted(Job.of("a"), 1, 900, NOON), billed(Job.of("a"), 1, 1, cost(9), NOON));
        ledger.book().flush();
        var hourEnd = Instant.parse("2026-03-10T12:00:00Z");

        assertThat(ledger.book().forget(hourEnd.plus(Duration.ofDays(8)))).isEmpty();
        var gone = ledger.book().forget(hourEnd.plus(Duration.ofDays(8)).plusMillis(1));

        assertThat(gone)
                .extracting(TotalKey::text)
                .containsExactly("legal|department|legal|hour|2026-03-10T11:00:00Z");
        assertThat(ledger.tally(WindowKind.HOUR, NOON)).isEqualTo(Tally.ZERO);
        assertThat(ledger.day().settled()).isEqualTo(9);
    }

    @Test
    void keepsEverythingOverARestart() {
        ledger.fold(
                budget("day", "legal", BudgetMode.STOP, 1000, 1, NOON),
                admitted(Job.of("a"), 1, 900, NOON),
                unknown(Job.of("a"), 1, 1, NOON),
                admitted(Job.of("b"), 1, 300, NOON),
                observed(Job.of("b"), 1, 1, cost(200), NOON));
        ledger.restart();

        ledger.fold(
                observed(Job.of("a"), 1, 1, cost(100), NOON),
                unknown(Job.of("b"), 1, 1, NOON),
                admitted(Job.of("c"), 1, 700, NOON),
                billed(Job.of("c"), 1, 1, cost(700), NOON));

        assertThat(ledger.day().settled()).isEqualTo(1000).isEqualTo(ledger.charged());
        assertThat(ledger.day().held()).isZero();
        assertThat(ledger.said()).hasSize(2);
    }

    @Test
    void forgetsEstimatesThatCannotBeCorrectedAnyMore() {
        ledger.fold(admitted(Job.of("a"), 1, 900, NOON), unknown(Job.of("a"), 1, 1, NOON));
        int entries = ledger.entries.size();

        ledger.book().forget(NOON.plus(Duration.ofDays(2)));

        assertThat(ledger.entries.size()).isEqualTo(entries - 1);
    }

    @Test
    void countsTheRepeatedHourOfAnAutumnNightAsTwoWindows() {
        var first = Instant.parse("2026-10-25T00:30:00Z");
        var again = first.plus(Duration.ofHours(1));
        ledger.fold(
                admitted(Job.of("a"), 1, 9, first),
                billed(Job.of("a"), 1, 1, cost(3), first),
                admitted(Job.of("b"), 1, 9, again),
                billed(Job.of("b"), 1, 1, cost(5), again));

        assertThat(ledger.tally(WindowKind.HOUR, first).settled()).isEqualTo(3);
        assertThat(ledger.tally(WindowKind.HOUR, again).settled()).isEqualTo(5);
        assertThat(ledger.tally(WindowKind.DAY, first).settled()).isEqualTo(8);
    }

    @Test
    void closesADayOfTwentyThreeHoursAtItsMidnight() {
        var spring = Instant.parse("2026-03-29T00:30:00Z");
        ledger.fold(
                admitted(Job.of("a"), 1, 9, spring), billed(Job.of("a"), 1, 1, cost(3), spring));

        assertThat(ledger.tally(WindowKind.DAY, Instant.parse("2026-03-29T21:59:59Z")).settled())
                .isEqualTo(3);
        assertThat(ledger.tally(WindowKind.DAY, Instant.parse("2026-03-29T22:00:00Z")))
                .isEqualTo(Tally.ZERO);
    }
}
