package io.quaestor.spend.fold;

import static io.quaestor.spend.fold.Events.NOON;
import static io.quaestor.spend.fold.Events.admitted;
import static io.quaestor.spend.fold.Events.billed;
import static io.quaestor.spend.fold.Events.billedWithoutUsage;
import static io.quaestor.spend.fold.Events.cost;
import static io.quaestor.spend.fold.Events.expired;
import static io.quaestor.spend.fold.Events.jobFinished;
import static io.quaestor.spend.fold.Events.observed;
import static io.quaestor.spend.fold.Events.released;
import static io.quaestor.spend.fold.Events.unbilled;
import static io.quaestor.spend.fold.Events.unknown;
import static io.quaestor.spend.fold.Events.unpriced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quaestor.event.Admitted;
import io.quaestor.event.Charge;
import io.quaestor.event.ChargeCategory;
import io.quaestor.event.ChargeMeter;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.SpendKey;
import io.quaestor.event.SpendLevel;
import io.quaestor.event.SpendSubject;
import io.quaestor.event.TraceContext;
import io.quaestor.kernel.WindowKind;
import io.quaestor.spend.fold.Events.Job;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldRulesTest {

    private static final Job JOB = Job.of("job-1");
    private static final Job OTHER = Job.of("job-2");

    private final Ledger ledger = new Ledger();

    @Test
    void holdsTheBoundInEveryLevelAndWindow() {
        ledger.fold(admitted(JOB, 1, 900, NOON));

        assertThat(ledger.book().hold(new HoldId("job-1", 1, 1)).orElseThrow().keys())
                .hasSize(12)
                .allSatisfy(
                        key ->
                                assertThat(ledger.book().total(key).orElseThrow().tally().held())
                                        .isEqualTo(900));
    }

    /** As it was written before subjects and windows were told apart. */
    @Test
    void holdsTheBoundInEachKeyThatAnOlderRecordNames() {
        var event = admitted(JOB, 1, 900, NOON);
        var hold = ((Admitted) event.getEvent()).getHold();
        hold.setKeys(
                hold.getWindows().stream()
                        .flatMap(
                                window ->
                                        hold.getSubjects().stream()
                                                .map(
                                                        subject ->
                                                                new SpendKey(
                                                                        subject.getLevel(),
                                                                        subject.getName(),
                                                                        window)))
                        .toList());
        hold.setSubjects(List.of());
        hold.setWindows(List.of());
        ledger.fold(admitted(JOB, 1, 900, NOON));
        var keys = ledger.book().hold(new HoldId("job-1", 1, 1)).orElseThrow().keys();

        var older = new Ledger();
        older.fold(event);

        assertThat(older.book().hold(new HoldId("job-1", 1, 1)).orElseThrow().keys())
                .isEqualTo(keys);
        assertThat(older.oddities).isEmpty();
    }

    @Test
    void saysWhenAHoldCountsInWhatNoLaneCanTotal() {
        var event = admitted(JOB, 1, 900, NOON);
        var hold = ((Admitted) event.getEvent()).getHold();
        hold.setSubjects(
                List.of(
                        new SpendSubject(SpendLevel.DEPARTMENT, JOB.department()),
                        new SpendSubject(SpendLevel.ORGANISATION, "all")));

        ledger.fold(event);

        assertThat(ledger.book().hold(new HoldId("job-1", 1, 1)).orElseThrow().keys()).hasSize(3);
        assertThat(ledger.oddities).hasSize(1);
    }

    @Test
    void settlesExactlyWhatABilledAttemptCost() {
        ledger.fold(admitted(JOB, 1, 900, NOON), billed(JOB, 1, 1, cost(100), NOON));

        assertThat(ledger.day())
                .isEqualTo(new Tally(0, 100, 0, 0, 1, 0, 0, new Tokens(100, 20, 0, 50, 10)));
        assertThat(ledger.charges)
                .extracting(Charge::getChargeId)
                .containsExactly("job-1/1/1/INPUT", "job-1/1/1/OUTPUT");
        assertThat(ledger.charged()).isEqualTo(100);
    }

    @Test
    void keepsTheHoldOverAnyNumberOfUnbilledAttempts() {
        ledger.fold(
                admitted(JOB, 1, 900, NOON),
                unbilled(JOB, 1, 1, NOON),
                admitted(JOB, 1, 900, NOON),
                unbilled(JOB, 1, 2, NOON));

        assertThat(ledger.day().held()).isEqualTo(900);
        assertThat(ledger.day().attempts()).isEqualTo(2);
        assertThat(ledger.charges).isEmpty();
    }

    @Test
    void chargesTheBoundAsAnEstimateWhenTheOutcomeIsUnknown() {
        ledger.fold(admitted(JOB, 1, 900, NOON), unknown(JOB, 1, 1, NOON));

        assertThat(ledger.day()).isEqualTo(new Tally(0, 900, 900, 0, 1, 1, 0, Tokens.NONE));
        assertThat(ledger.charges)
                .singleElement()
                .satisfies(
                        charge -> {
                            assertThat(charge.getMeter()).isEqualTo(ChargeMeter.ESTIMATE);
                            assertThat(charge.getEstimated()).isTrue();
                            assertThat(charge.getBilledCostNanoUsd()).isEqualTo(900);
                        });
    }

    @Test
    void chargesTheBoundWhenAReplyNamesNoUsage() {
        ledger.fold(admitted(JOB, 1, 900, NOON), billedWithoutUsage(JOB, 1, 1, NOON));

        assertThat(ledger.day().estimated()).isEqualTo(900);
    }

    @Test
    void correctsAnEstimateOnceByTheUsageThatCameLater() {
        ledger.fold(
                admitted(JOB, 1, 900, NOON),
                unknown(JOB, 1, 1, NOON),
                observed(JOB, 1, 1, cost(100), NOON.plusSeconds(5)),
                observed(JOB, 1, 1, cost(100), NOON.plusSeconds(6)));

        assertThat(ledger.day().settled()).isEqualTo(100);
        assertThat(ledger.day().estimated()).isZero();
        assertThat(ledger.charged()).isEqualTo(100);
        assertThat(ledger.charges)
                .filteredOn(charge -> charge.getCategory() == ChargeCategory.ADJUSTMENT)
                .extracting(Charge::getChargeId)
                .containsExactly(
                        "job-1/1/1/ESTIMATE/correction",
                        "job-1/1/1/INPUT/correction",
                        "job-1/1/1/OUTPUT/correction");
        assertThat(ledger.oddities).containsExactly("usage observed of a call that is settled");
    }

    @Test
    void changesNothingWhenUsageIsToldOnceMoreOfACallThatIsSettled() {
        ledger.fold(admitted(JOB, 1, 900, NOON), billed(JOB, 1, 1, cost(100), NOON));
        var settled = ledger.day();

        ledger.fold(observed(JOB, 1, 1, cost(100), NOON.plusSeconds(5)));

        assertThat(ledger.day()).isEqualTo(settled);
        assertThat(ledger.charged()).isEqualTo(100);
        assertThat(ledger.unfoldable).isEmpty();
    }

    @Test
    void settlesUsageThatCameBeforeTheOutcomeWasDeclaredUnknown() {
        ledger.fold(
                admitted(JOB, 1, 900, NOON),
                observed(JOB, 1, 1, cost(100), NOON),
                unknown(JOB, 1, 1, NOON));

        assertThat(ledger.day().settled()).isEqualTo(100);
        assertThat(ledger.day().held()).isZero();
        assertThat(ledger.charges).noneMatch(Charge::getEstimated);
    }

    @Test
    void givesTheHoldBackWhenNoCallWasMade() {
        ledger.fold(admitted(JOB, 1, 900, NOON), released(JOB, 1, NOON));

        assertThat(ledger.day()).isEqualTo(Tally.ZERO);
    }

    @Test
    void givesTheHoldBackWhenTheJobEndsWithoutAnythingElse() {
        ledger.fold(admitted(JOB, 1, 900, NOON), jobFinished(JOB, NOON));

        assertThat(ledger.day().held()).isZero();
        assertThat(ledger.book().hasOpenHolds()).isFalse();
    }

    @Test
    void holdsAgainForASecondDispatch() {
        ledger.fold(
                admitted(JOB, 1, 900, NOON),
                unknown(JOB, 1, 1, NOON),
                admitted(JOB, 2, 800, NOON),
                billed(JOB, 2, 2, cost(50), NOON));

        assertThat(ledger.day().settled()).isEqualTo(950);
        assertThat(ledger.day().held()).isZero();
    }

    @Test
    void asksForTheExpiryOfAnOverdueHoldOnceAndChargesItWhenRead() {
        ledger.fold(admitted(JOB, 1, 900, NOON));
        var patience = Duration.ofMinutes(5);
        var late = NOON.plus(Duration.ofHours(1)).plus(patience).plusMillis(1);

        assertThat(ledger.book().expire(late.minusMillis(2), patience, "i")).isEmpty();
        var written = ledger.book().expire(late, patience, "i");
        ledger.restart();

        assertThat(written).hasSize(1);
        assertThat(ledger.book().expire(late, patience, "i")).isEmpty();
        assertThat(ledger.day().held()).isEqualTo(900);
        ledger.fold(written.getFirst());
        assertThat(ledger.day()).isEqualTo(new Tally(0, 900, 900, 0, 0, 1, 0, Tokens.NONE));
    }

    @Test
    void carriesTheTraceOfAJobIntoItsChargesAndThroughAnExpiry() {
        var trace =
                new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=1");
        ledger.fold(traced(admitted(JOB, 1, 900, NOON), trace), admitted(OTHER, 1, 900, NOON));
        ledger.restart();

        var expiries = ledger.book().expire(NOON.plus(Duration.ofDays(1)), Duration.ZERO, "i");
        ledger.fold(expiries.toArray(JournalEvent[]::new));

        assertThat(expiries)
                .extracting(JournalEvent::getSubject, JournalEvent::getTrace)
                .containsExactlyInAnyOrder(tuple(JOB.id(), trace), tuple(OTHER.id(), null));
        assertThat(ledger.charges)
                .extracting(Charge::getJobId, Charge::getTrace)
                .containsExactlyInAnyOrder(tuple(JOB.id(), trace), tuple(OTHER.id(), null));
    }

    private static JournalEvent traced(JournalEvent event, TraceContext trace) {
        event.setTrace(trace);
        return event;
    }

    @Test
    void withdrawsAnExpiryWhenTheNewOwnerReleasesAfterAll() {
        ledger.fold(
                admitted(JOB, 1, 900, NOON), expired(JOB, 1, 900, NOON), released(JOB, 1, NOON));

        assertThat(ledger.day()).isEqualTo(Tally.ZERO);
        assertThat(ledger.charged()).isZero();
    }

    @Test
    void countsACallWithoutPriceInsteadOfChargingNothingSilently() {
        ledger.fold(admitted(JOB, 1, 0, false, NOON), billed(JOB, 1, 1, unpriced(), NOON));

        assertThat(ledger.day().unpricedAttempts()).isEqualTo(1);
        assertThat(ledger.charges)
                .allMatch(Charge::getUnpriced)
                .extracting(Charge::getMeter)
                .containsExactly(
                        ChargeMeter.INPUT,
                        ChargeMeter.CACHED_INPUT,
                        ChargeMeter.OUTPUT,
                        ChargeMeter.REASONING);
    }

    @Test
    void showsABilledAttemptThatFollowsAnUnknownOneAndChargesItOnce() {
        ledger.fold(
                admitted(JOB, 1, 900, NOON),
                unknown(JOB, 1, 1, NOON),
                billed(JOB, 1, 2, cost(100), NOON));

        assertThat(ledger.oddities).hasSize(1);
        assertThat(ledger.charged()).isEqualTo(100).isEqualTo(ledger.day().settled());
    }

    @Test
    void setsAsideMoneyThatBelongsToNoHold() {
        ledger.fold(billed(JOB, 1, 1, cost(100), NOON));

        assertThat(ledger.unfoldable).hasSize(1);
        assertThat(ledger.charges).isEmpty();
    }

    @Test
    void setsAsideAnAmountThatCannotBeAndGoesOn() {
        ledger.fold(
                admitted(JOB, 1, Long.MAX_VALUE, NOON),
                admitted(Job.of("job-2"), 1, Long.MAX_VALUE, NOON),
                admitted(Job.of("job-3"), 1, -1, NOON),
                released(JOB, 1, NOON),
                admitted(Job.of("job-4"), 1, 5, NOON));

        assertThat(ledger.unfoldable).hasSize(2);
        assertThat(ledger.day().held()).isEqualTo(5);
    }

    @Test
    void changesNothingWhenTheSameEventsAreFoldedAgain() {
        ledger.fold(admitted(JOB, 1, 900, NOON), billed(JOB, 1, 1, cost(100), NOON));

        ledger.foldAt(0, admitted(JOB, 1, 900, NOON));
        ledger.foldAt(1, billed(JOB, 1, 1, cost(100), NOON));

        assertThat(ledger.charged()).isEqualTo(100);
        assertThat(ledger.day().held()).isZero();
    }

    @Test
    void keepsAJobsMoneyInTheWindowsOfItsAdmission() {
        var beforeMidnight = NOON.plus(Duration.ofHours(12)).minusSeconds(1);
        ledger.fold(
                admitted(JOB, 1, 900, beforeMidnight),
                billed(JOB, 1, 1, cost(100), beforeMidnight.plusSeconds(2)));

        assertThat(ledger.tally(WindowKind.DAY, beforeMidnight).settled()).isEqualTo(100);
        assertThat(ledger.tally(WindowKind.DAY, beforeMidnight.plusSeconds(2)))
                .isEqualTo(Tally.ZERO);
    }
}
