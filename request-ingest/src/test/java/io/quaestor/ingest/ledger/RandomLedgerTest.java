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
import java.util.function.Predicate;
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

    private static final List<JobStatus> FAILURES =
            List.of(JobStatus.FAILED, JobStatus.EXPIRED, JobStatus.CANCELLED);

    @Test
    void answersEverySubmissionOnceAndEachRunOnceFirst() {
        Seed.run(
                random -> {
                    for (int i = 0; i < HISTORIES; i++) {
                        new History(random).play();
                    }
                });
    }

    /**
     * A submission.
     *
     * @param id of it, whenever it is judged
     */
    private record Sent(long id, int body, Instant takenAt) {}

    /** A run as the model knows it. */
    private static final class Run {
        private final long number;
        private final int body;
        private final Instant submittedAt;
        private final long submission;
        private final List<Sent> waiting = new ArrayList<>();
        private @Nullable Instant endedAt;
        private JobStatus status = JobStatus.UNKNOWN;
        private boolean heardOf;
        private boolean overwritten;
        private int cancelled;

        Run(long number, Sent first) {
            this.number = number;
            this.submission = first.id();
            this.body = first.body();
            this.submittedAt = first.takenAt();
        }

        boolean isGoing() {
            return endedAt == null;
        }

        private boolean isRemembered(Instant now) {
            var end = endedAt;
            if (!heardOf || end == null) {
                return submittedAt.plus(Ledger.LONGEST_RUN).plus(RETENTION).isAfter(now);
            }
            return end.plus(RETENTION).isAfter(now);
        }

        /** Whether a submission shares its answer, as far as the ledger knows of its end. */
        private boolean isShared(Instant takenAt, Instant now) {
            return isRemembered(now) && !overwritten && (!heardOf || isAnswerTo(takenAt));
        }

        private boolean isReplayable() {
            return status == JobStatus.SUCCEEDED;
        }

        private boolean isAnswerTo(Instant takenAt) {
            if (endedAt == null || isReplayable()) {
                return true;
            }
            var millis = Duration.between(takenAt, endedAt).toMillis();
            return status == JobStatus.CANCELLED ? millis >= 0 : millis >= 50;
        }
    }

    /** The life of one id. */
    private static final class History {

        private final SplittableRandom random;
        private final Ledger ledger = new Ledger(RETENTION);
        private final List<Run> runs = new ArrayList<>();
        private final Deque<Run> unheard = new ArrayDeque<>();
        private final Deque<Sent> anew = new ArrayDeque<>();
        private final Map<Long, Integer> answers = new HashMap<>();
        private final Map<Long, Integer> firstAnswers = new HashMap<>();
        private final List<Instant> openCancels = new ArrayList<>();
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");
        private long offset;
        private long submissions;
        private byte @Nullable [] stored;

        History(SplittableRandom random) {
            this.random = random;
        }

        void play() {
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            endAll();
            for (long submission = 0; submission < submissions; submission++) {
                assertThat(answers.getOrDefault(submission, 0)).as("%s", submission).isEqualTo(1);
            }
            assertThat(firstAnswers.values()).allMatch(times -> times == 1);
            for (var run : runs) {
                assertThat(firstAnswers).containsKey(run.number);
                assertThat(run.cancelled).isLessThanOrEqualTo(1);
            }
        }

        /** What begins anew begins runs that end in turn: each of them answers one more. */
        private void endAll() {
            while (runs.stream().anyMatch(Run::isGoing) || !unheard.isEmpty() || !anew.isEmpty()) {
                runs.stream().filter(Run::isGoing).toList().forEach(this::end);
                while (!unheard.isEmpty()) {
                    hear();
                }
                submitAnew();
            }
        }

        private void step() {
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3, 4, 5 -> submitNew();
                case 6, 7 -> runs.stream().filter(Run::isGoing).findFirst().ifPresent(this::end);
                case 8, 9 -> hear();
                case 10 -> cancel();
                case 11, 12 -> submitAnew();
                default -> pass();
            }
        }

        private void pass() {
            now =
                    switch (random.nextInt(4)) {
                        case 0 -> now.plusSeconds(random.nextInt(900) + 1L);
                        case 1 -> now.plusSeconds(random.nextInt(20) + 1L);
                        default -> now.plusMillis(random.nextInt(150) + 1L);
                    };
        }

        private Optional<Entry> entry() {
            return Optional.ofNullable(stored).map(EntryCodec::entry);
        }

        private void store(Optional<Entry> next) {
            stored = next.map(EntryCodec::bytes).orElse(null);
        }

        private Optional<Run> last() {
            return runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
        }

        private void submitNew() {
            // Some were taken a while ago: the topics are not ordered against each other.
            var takenAt =
                    random.nextBoolean()
                            ? now.minusMillis(random.nextInt(120))
                            : now.minusSeconds(random.nextInt(10));
            submit(new Sent(submissions++, random.nextInt(5) == 0 ? 1 : 0, takenAt));
        }

        /** The replay stage writes a request again. */
        private void submitAnew() {
            Optional.ofNullable(anew.poll()).ifPresent(this::submit);
        }

        private void submit(Sent sent) {
            int body = sent.body();
            var takenAt = sent.takenAt();
            long submission = sent.id();
            long here = offset++;
            var news =
                    new News.Submitted(
                            new Place("llm.requests", 3, submission),
                            here,
                            5,
                            ByteBuffer.wrap(new byte[] {(byte) body}),
                            takenAt,
                            "llm.responses",
                            Optional.empty());
            // The run whose answer it shares, by the whole history.
            var expected = last().filter(run -> run.isShared(takenAt, now));
            var decision = ledger.decide(entry(), news, now);
            store(decision.next());
            switch (decision) {
                case Decision.Begin begin -> {
                    assertThat(expected).isEmpty();
                    var run = new Run(here, sent);
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
                    run.waiting.add(sent);
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
                    refused(submission, here);
                }
                case Decision.Overflow _ -> {
                    assertThat(expected.orElseThrow().waiting).hasSize(Ledger.REMEMBERED_MAX);
                    refused(submission, here);
                }
            }
        }

        private boolean meant(Instant cancelAt, Instant takenAt) {
            return !takenAt.isAfter(cancelAt) && cancelAt.plus(RETENTION).isAfter(now);
        }

        /** The owner of the job answers the submission that began it. */
        private void end(Run run) {
            // The clocks of brokers differ.
            run.endedAt = now.plusMillis(random.nextInt(60) - 30);
            run.status =
                    random.nextInt(3) > 0
                            ? JobStatus.SUCCEEDED
                            : FAILURES.get(random.nextInt(FAILURES.size()));
            answered(run.submission);
            first(run.number);
            unheard.add(run);
        }

        private void hear() {
            var run = unheard.poll();
            if (run == null || run.endedAt == null) {
                return;
            }
            var news =
                    new News.Ended(
                            run.number,
                            run.status,
                            run.isReplayable(),
                            Optional.empty(),
                            run.endedAt);
            var decision = (Decision.Close) ledger.decide(entry(), news);
            run.heardOf = true;
            store(decision.next());
            assertThat(ids(decision.answered()))
                    .containsExactlyElementsOf(ids(run, run::isAnswerTo));
            assertThat(ids(decision.anew()))
                    .containsExactlyElementsOf(ids(run, takenAt -> !run.isAnswerTo(takenAt)));
            for (var sent : run.waiting) {
                if (run.isAnswerTo(sent.takenAt())) {
                    answered(sent.id());
                } else {
                    anew.add(sent);
                }
            }
        }

        private static List<Long> ids(List<Entry.Waiting> waiting) {
            return waiting.stream().map(one -> one.submission().offset()).toList();
        }

        private static List<Long> ids(Run run, Predicate<Instant> wanted) {
            return run.waiting.stream()
                    .filter(sent -> wanted.test(sent.takenAt()))
                    .map(Sent::id)
                    .toList();
        }

        private void cancel() {
            var at = now.minusSeconds(random.nextInt(5));
            var expected =
                    last().filter(run -> run.isRemembered(now) && !run.overwritten)
                            .filter(run -> !run.heardOf || run.isReplayable());
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
                    last().ifPresent(run -> run.overwritten = true);
                    openCancels.add(at);
                }
            }
        }

        private void refused(long submission, long run) {
            answered(submission);
            first(run);
        }

        private void answered(long submission) {
            answers.merge(submission, 1, Integer::sum);
        }

        private void first(long run) {
            firstAnswers.merge(run, 1, Integer::sum);
        }
    }
}
