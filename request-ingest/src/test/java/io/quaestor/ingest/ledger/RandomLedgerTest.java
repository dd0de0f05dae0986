package io.quaestor.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.JobStatus;
import io.quaestor.ingest.job.Place;
import io.quaestor.kernel.Seed;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random submissions, ends that the ledger hears of late, cancellations and time, against a model
 * that keeps the whole history of an id and looks through it each time.
 */
class RandomLedgerTest {

    private static final int HISTORIES = 3_000;
    private static final int STEPS = 120;
    private static final Duration RETENTION = Duration.ofMinutes(10);

    @Test
    void answersEverySubmissionOnceAndEachRunOnceFirst() {
        Seed.run(
                random -> {
                    for (int i = 0; i < HISTORIES; i++) {
                        new History(random).play();
                    }
                });
    }

    /** A run as the model knows it. */
    private static final class Run {
        private final long number;
        private final int body;
        private final Instant submittedAt;
        private final List<Long> waiting = new ArrayList<>();
        private @Nullable Instant endedAt;
        private boolean replayable;
        private boolean heardOf;
        private int cancelled;

        Run(long number, int body, Instant submittedAt) {
            this.number = number;
            this.body = body;
            this.submittedAt = submittedAt;
        }

        boolean isGoing() {
            return endedAt == null;
        }

        private boolean isRemembered(Instant now) {
            var end = endedAt;
            if (!heardOf || end == null) {
                return submittedAt.plus(Ledger.LONGEST_RUN).plus(RETENTION).isAfter(now);
            }
            return replayable && end.plus(RETENTION).isAfter(now);
        }
    }

    /** The life of one id. */
    private static final class History {

        private final SplittableRandom random;
        private final Ledger ledger = new Ledger(RETENTION);
        private final List<Run> runs = new ArrayList<>();
        private final Deque<Run> unheard = new ArrayDeque<>();
        private final Map<Long, Integer> answers = new HashMap<>();
        private final Map<Long, Integer> firstAnswers = new HashMap<>();
        private final List<Instant> openCancels = new ArrayList<>();
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");
        private long offset;
        private byte @Nullable [] stored;

        History(SplittableRandom random) {
            this.random = random;
        }

        void play() {
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            runs.stream().filter(Run::isGoing).forEach(this::end);
            while (!unheard.isEmpty()) {
                hear();
            }
            for (long submission = 0; submission < offset; submission++) {
                assertThat(answers.getOrDefault(submission, 0)).as("%s", submission).isEqualTo(1);
            }
            assertThat(firstAnswers.values()).allMatch(times -> times == 1);
            for (var run : runs) {
                assertThat(firstAnswers).containsKey(run.number);
                assertThat(run.cancelled).isLessThanOrEqualTo(1);
            }
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3, 4, 5 -> submit(random.nextInt(5) == 0 ? 1 : 0);
                case 6, 7 -> runs.stream().filter(Run::isGoing).findFirst().ifPresent(this::end);
                case 8, 9 -> hear();
                case 10 -> cancel();
                default -> pass();
            }
        }

        private void pass() {
            boolean far = random.nextInt(4) == 0;
            now = now.plusSeconds(random.nextInt(far ? 900 : 20) + 1L);
        }

        private Optional<Entry> entry() {
            return Optional.ofNullable(stored).map(EntryCodec::entry);
        }

        private void store(Optional<Entry> next) {
            stored = next.map(EntryCodec::bytes).orElse(null);
        }

        /** The run whose answer a submission shares, by the whole history. */
        private Optional<Run> known() {
            return runs.isEmpty()
                    ? Optional.empty()
                    : Optional.of(runs.getLast()).filter(run -> run.isRemembered(now));
        }

        private void submit(int body) {
            // Some were taken a while ago: the topics are not ordered against each other.
            var takenAt = now.minusSeconds(random.nextInt(10));
            long submission = offset++;
            var news =
                    new News.Submitted(
                            new Place("llm.requests", 3, submission),
                            submission,
                            5,
                            ByteBuffer.wrap(new byte[] {(byte) body}),
                            takenAt,
                            "llm.responses");
            var expected = known();
            var decision = ledger.decide(entry(), news, now);
            store(decision.next());
            switch (decision) {
                case Decision.Begin begin -> {
                    assertThat(expected).isEmpty();
                    var run = new Run(submission, body, takenAt);
                    boolean wanted = openCancels.stream().anyMatch(at -> meant(at, takenAt));
                    assertThat(begin.cancel().isPresent()).isEqualTo(wanted);
                    run.cancelled = wanted ? 1 : 0;
                    openCancels.clear();
                    runs.add(run);
                }
                case Decision.Remember _ -> {
                    var run = expected.orElseThrow();
                    assertThat(run.heardOf).isFalse();
                    assertThat(run.body).isEqualTo(body);
                    run.waiting.add(submission);
                    assertThat(run.waiting).hasSizeLessThanOrEqualTo(Ledger.REMEMBERED_MAX);
                }
                case Decision.Repeat repeat -> {
                    var run = expected.orElseThrow();
                    assertThat(run.heardOf).isTrue();
                    assertThat(run.body).isEqualTo(body);
                    assertThat(repeat.original().run()).isEqualTo(run.number);
                    answered(submission);
                }
                case Decision.Conflict _ -> {
                    assertThat(expected.orElseThrow().body).isNotEqualTo(body);
                    refused(submission);
                }
                case Decision.Overflow _ -> {
                    assertThat(expected.orElseThrow().waiting).hasSize(Ledger.REMEMBERED_MAX);
                    refused(submission);
                }
            }
        }

        private boolean meant(Instant cancelAt, Instant takenAt) {
            return !takenAt.isAfter(cancelAt) && cancelAt.plus(RETENTION).isAfter(now);
        }

        /** The owner of the job answers the submission that began it. */
        private void end(Run run) {
            run.endedAt = now;
            run.replayable = random.nextInt(3) > 0;
            answered(run.number);
            first(run.number);
            unheard.add(run);
        }

        private void hear() {
            var run = unheard.poll();
            if (run == null || run.endedAt == null) {
                return;
            }
            var status = run.replayable ? JobStatus.SUCCEEDED : JobStatus.EXPIRED;
            var news =
                    new News.Ended(
                            run.number, status, run.replayable, Optional.empty(), run.endedAt);
            var decision = (Decision.Close) ledger.decide(entry(), news);
            run.heardOf = true;
            store(decision.next());
            assertThat(decision.answered())
                    .extracting(waiting -> waiting.submission().offset())
                    .containsExactlyElementsOf(run.waiting);
            run.waiting.forEach(this::answered);
        }

        private void cancel() {
            var at = now.minusSeconds(random.nextInt(5));
            var expected = known();
            var decision =
                    ledger.decide(
                            entry(), new News.Cancelled(new Entry.Cancel(at, "ada", "")), now);
            store(decision.next());
            switch (decision) {
                case Decision.Tell tell -> {
                    var run = expected.orElseThrow();
                    assertThat(tell.run().run()).isEqualTo(run.number);
                    run.cancelled++;
                }
                case Decision.ToldBefore _ ->
                        assertThat(expected.orElseThrow().cancelled).isEqualTo(1);
                case Decision.TooLate _ -> assertThat(expected.orElseThrow().heardOf).isTrue();
                case Decision.Await _ -> {
                    assertThat(expected).isEmpty();
                    openCancels.add(at);
                }
            }
        }

        private void refused(long submission) {
            answered(submission);
            first(submission);
        }

        private void answered(long submission) {
            answers.merge(submission, 1, Integer::sum);
        }

        private void first(long run) {
            firstAnswers.merge(run, 1, Integer::sum);
        }
    }
}
