package io.quaestor.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.event.JobStatus;
import io.quaestor.ingest.job.Packing;
import io.quaestor.ingest.job.Place;
import io.quaestor.ingest.ledger.Entry.Cancel;
import io.quaestor.kernel.Trace;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ByteBuffer BODY = ByteBuffer.wrap(new byte[32]);
    private static final ByteBuffer OTHER = ByteBuffer.wrap(new byte[] {1, 2, 3});
    private static final Place ANSWER = new Place("llm.responses", 2, 7);

    private static final Optional<Trace> TRACE =
            Trace.read("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=1");

    private final Ledger ledger = new Ledger(Duration.ofDays(7));

    private static News.Submitted submitted(long offset, ByteBuffer body) {
        return submitted(offset, body, NOW);
    }

    private static News.Submitted submitted(long offset, ByteBuffer body, Instant at) {
        return new News.Submitted(
                new Place("llm.requests", 3, offset), offset, 5, body, at, "llm.responses", TRACE);
    }

    private static News.Ended ended(long run, boolean replayable) {
        var status = replayable ? JobStatus.SUCCEEDED : JobStatus.EXPIRED;
        return new News.Ended(run, status, replayable, Optional.of(ANSWER), NOW);
    }

    private static News.Ended ended(long run, JobStatus status, Instant at) {
        return new News.Ended(run, status, false, Optional.of(ANSWER), at);
    }

    private static News.Cancelled cancelled(Instant at) {
        return new News.Cancelled(new Cancel(at, "ada", "mistake"));
    }

    private Entry running() {
        return ledger.decide(Optional.empty(), submitted(10, BODY), NOW).next().orElseThrow();
    }

    private Entry finished() {
        return ledger.decide(Optional.of(running()), ended(10, true)).next().orElseThrow();
    }

    @Test
    void beginsARunForAnUnknownId() {
        var decision = ledger.decide(Optional.empty(), submitted(10, BODY), NOW);

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Begin.class,
                        begin -> {
                            assertThat(begin.run().run()).isEqualTo(10);
                            assertThat(begin.run().lane()).isEqualTo(5);
                            assertThat(begin.cancel()).isEmpty();
                        });
    }

    @Test
    void remembersTheSameWhileItRuns() {
        var decision = ledger.decide(Optional.of(running()), submitted(11, BODY), NOW);

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Remember.class,
                        remember ->
                                assertThat(remember.run().remembered())
                                        .extracting(waiting -> waiting.submission().offset())
                                        .containsExactly(11L));
    }

    @Test
    void refusesSomethingElseUnderTheIdOfAJob() {
        assertThat(ledger.decide(Optional.of(running()), submitted(11, OTHER), NOW))
                .isInstanceOf(Decision.Conflict.class);
        assertThat(ledger.decide(Optional.of(finished()), submitted(11, OTHER), NOW))
                .isInstanceOf(Decision.Conflict.class);
    }

    @Test
    void remembersSixteenAndNoMore() {
        Optional<Entry> entry = Optional.of(running());
        for (int i = 0; i < Ledger.REMEMBERED_MAX; i++) {
            entry = ledger.decide(entry, submitted(11 + i, BODY), NOW).next();
        }

        assertThat(ledger.decide(entry, submitted(99, BODY), NOW))
                .isInstanceOf(Decision.Overflow.class);
        assertThat(ledger.decide(entry, ended(10, true)))
                .isInstanceOfSatisfying(
                        Decision.Close.class,
                        close -> assertThat(close.answered()).hasSize(Ledger.REMEMBERED_MAX));
    }

    @Test
    void repeatsAnAnswerThatReplays() {
        var decision = ledger.decide(Optional.of(finished()), submitted(11, BODY), NOW);

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Repeat.class,
                        repeat -> {
                            assertThat(repeat.original().run()).isEqualTo(10);
                            assertThat(repeat.original().response()).contains(ANSWER);
                        });
    }

    @Test
    void answersWithAFailureWhoWasSubmittedBeforeItAndLetsLaterOnesBeginAnew() {
        var end = NOW.plusSeconds(1);
        var last = end.minus(Ledger.CLOCKS_APART);
        Optional<Entry> entry = Optional.of(running());
        entry = ledger.decide(entry, submitted(11, BODY, last), NOW).next();
        entry = ledger.decide(entry, submitted(12, BODY, last.plusMillis(1)), NOW).next();

        var close = (Decision.Close) ledger.decide(entry, ended(10, JobStatus.FAILED, end));

        assertThat(close.answered())
                .extracting(waiting -> waiting.submission().offset())
                .containsExactly(11L);
        assertThat(close.anew())
                .extracting(waiting -> waiting.offset().orElseThrow())
                .containsExactly(12L);
    }

    @Test
    void decidesByTimesWhicheverOfSubmissionAndFailureItHearsOfFirst() {
        var end = NOW.plusSeconds(1);
        var last = end.minus(Ledger.CLOCKS_APART);
        var failed = ledger.decide(Optional.of(running()), ended(10, JobStatus.FAILED, end)).next();

        assertThat(ledger.decide(failed, submitted(11, BODY, last), end))
                .isInstanceOfSatisfying(
                        Decision.Repeat.class,
                        repeat -> assertThat(repeat.original().run()).isEqualTo(10));
        assertThat(ledger.decide(failed, submitted(11, OTHER, last), end))
                .isInstanceOf(Decision.Conflict.class);
        assertThat(ledger.decide(failed, submitted(11, OTHER, last.plusMillis(1)), end))
                .isInstanceOf(Decision.Begin.class);
    }

    @Test
    void beginsNothingAnewThatWasSubmittedBeforeItsJobWasCancelled() {
        var cancelled =
                ledger.decide(Optional.of(running()), ended(10, JobStatus.CANCELLED, NOW)).next();

        assertThat(ledger.decide(cancelled, submitted(11, BODY), NOW))
                .isInstanceOf(Decision.Repeat.class);
        assertThat(ledger.decide(cancelled, submitted(11, BODY, NOW.plusMillis(1)), NOW))
                .isInstanceOf(Decision.Begin.class);
    }

    @Test
    void forgetsAFailureSoonerThanAnAnswer() {
        var failed = ledger.decide(Optional.of(running()), ended(10, false)).next().orElseThrow();

        assertThat(ledger.isExpired(failed, NOW.plus(Ledger.END_WAITS).minusMillis(1))).isFalse();
        assertThat(ledger.isExpired(failed, NOW.plus(Ledger.END_WAITS))).isTrue();
    }

    @Test
    void cancelsARunThatWasSubmittedAfterAFailureAndComesLaterThanItsCancellation() {
        var failed = ledger.decide(Optional.of(running()), ended(10, false)).next();

        var wanted = ledger.decide(failed, cancelled(NOW.plusSeconds(2)), NOW);

        assertThat(wanted).isInstanceOf(Decision.Await.class);
        assertThat(ledger.decide(wanted.next(), submitted(11, BODY, NOW.plusSeconds(1)), NOW))
                .isInstanceOfSatisfying(
                        Decision.Begin.class, begin -> assertThat(begin.cancel()).isPresent());
    }

    @Test
    void leavesTheEndOfAnotherRunAlone() {
        assertThat(ledger.decide(Optional.of(running()), ended(9, true)))
                .isEqualTo(new Decision.Unrelated(Optional.of(running())));
        assertThat(ledger.decide(Optional.of(finished()), ended(10, true)))
                .isInstanceOf(Decision.Unrelated.class);
        assertThat(ledger.decide(Optional.empty(), ended(10, true)))
                .isInstanceOf(Decision.Unrelated.class);
    }

    @Test
    void forgetsAnAnswerAfterItsRetention() {
        var end = NOW.plus(ledger.retention());

        assertThat(ledger.isExpired(finished(), end.minusMillis(1))).isFalse();
        assertThat(ledger.isExpired(finished(), end)).isTrue();
        assertThat(ledger.decide(Optional.of(finished()), submitted(11, OTHER), end))
                .isInstanceOf(Decision.Begin.class);
    }

    @Test
    void forgetsARunThatNeverEndsLongAfterItMust() {
        var longest = NOW.plus(Ledger.LONGEST_RUN);

        assertThat(ledger.isExpired(running(), longest)).isFalse();
        assertThat(ledger.isExpired(running(), longest.plus(ledger.retention()))).isTrue();
    }

    @Test
    void tellsOfACancellationOnce() {
        var told = ledger.decide(Optional.of(running()), cancelled(NOW), NOW);

        assertThat(told)
                .isInstanceOfSatisfying(
                        Decision.Tell.class, tell -> assertThat(tell.run().run()).isEqualTo(10));
        assertThat(ledger.decide(told.next(), cancelled(NOW), NOW))
                .isInstanceOf(Decision.ToldBefore.class);
    }

    @Test
    void cancelsNothingThatHasEnded() {
        assertThat(ledger.decide(Optional.of(finished()), cancelled(NOW), NOW))
                .isInstanceOf(Decision.TooLate.class);
    }

    @Test
    void cancelsASubmissionThatWasTakenBeforeButComesLater() {
        var wanted = ledger.decide(Optional.empty(), cancelled(NOW), NOW).next();

        assertThat(ledger.decide(wanted, submitted(10, BODY), NOW))
                .isInstanceOfSatisfying(
                        Decision.Begin.class,
                        begin -> {
                            assertThat(begin.cancel()).contains(new Cancel(NOW, "ada", "mistake"));
                            assertThat(begin.run().cancelRequested()).isTrue();
                        });
    }

    @Test
    void cancelsNoSubmissionThatWasTakenAfterIt() {
        var wanted = ledger.decide(Optional.empty(), cancelled(NOW.minusMillis(1)), NOW).next();

        assertThat(ledger.decide(wanted, submitted(10, BODY), NOW))
                .isInstanceOfSatisfying(
                        Decision.Begin.class, begin -> assertThat(begin.cancel()).isEmpty());
    }

    @Test
    void keepsTheLaterOfTwoCancellationsThatWait() {
        var late = ledger.decide(Optional.empty(), cancelled(NOW), NOW).next();

        assertThat(ledger.decide(late, cancelled(NOW.minusSeconds(1)), NOW).next()).isEqualTo(late);
    }

    @Test
    void readsWhatItStores() {
        var remembered = ledger.decide(Optional.of(running()), submitted(11, BODY), NOW).next();
        var withoutPlace =
                new Entry.Ended(3, BODY, NOW, JobStatus.FAILED, false, Optional.<Place>empty());
        var wanted = new Entry.CancelWanted(new Cancel(NOW, "", "ü"));
        for (var entry :
                List.of(running(), remembered.orElseThrow(), finished(), withoutPlace, wanted)) {
            assertThat(EntryCodec.entry(EntryCodec.bytes(entry))).isEqualTo(entry);
        }
        assertThat(EntryCodec.bytes(running())).hasSizeLessThan(64);
    }

    @Test
    void readsTheFirstFormAndAnswersWhomItRemembers() {
        var out = new Packing().octet(1).octet(0).number(10).number(5).blob(BODY);
        out.number(NOW.toEpochMilli()).flag(false).number(1);
        out.text("llm.requests").number(3).number(11);
        out.number(NOW.toEpochMilli()).text("llm.responses");
        var ended = new Packing().octet(1).octet(1).number(10).blob(BODY);
        ended.number(NOW.toEpochMilli()).octet(JobStatus.SUCCEEDED.ordinal()).flag(false);

        var running = EntryCodec.entry(out.bytes());

        assertThat(EntryCodec.entry(ended.bytes()))
                .isEqualTo(
                        new Entry.Ended(
                                10, BODY, NOW, JobStatus.SUCCEEDED, true, Optional.<Place>empty()));
        var close = (Decision.Close) ledger.decide(Optional.of(running), ended(10, false));
        assertThat(close.answered()).hasSize(1);
        assertThat(close.anew()).isEmpty();
    }

    @Test
    void readsTheSecondFormAndKnowsNoTraceOfWhomItRemembers() {
        var out = new Packing().octet(2).octet(0).number(10).number(5).blob(BODY);
        out.number(NOW.toEpochMilli()).flag(false).number(1);
        out.text("llm.requests").number(3).number(11);
        out.number(NOW.toEpochMilli()).text("llm.responses").flag(true).number(12);

        var running = (Entry.Running) EntryCodec.entry(out.bytes());

        assertThat(running.remembered())
                .containsExactly(
                        new Entry.Waiting(
                                new Place("llm.requests", 3, 11),
                                NOW,
                                "llm.responses",
                                OptionalLong.of(12),
                                Optional.<Trace>empty()));
    }

    @Test
    void refusesBytesOfALaterVersion() {
        assertThatThrownBy(() -> EntryCodec.entry(new byte[] {4, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("form 4");
    }
}
