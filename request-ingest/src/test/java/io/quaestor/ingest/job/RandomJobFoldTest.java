package io.quaestor.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.kernel.Seed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random lives of jobs, told once by a generator that also keeps the books by itself. */
class RandomJobFoldTest {

    private static final int LIVES = 2_000;

    /** What must come out, kept apart from the fold. */
    private record Life(List<JournalEvent> events, JobState state, int attempts, long nanoUsd) {}

    @Test
    void agreesWithTheBooksOfTheGenerator() {
        Seed.run(
                random -> {
                    for (int i = 0; i < LIVES; i++) {
                        var life = life(random, "r-" + i, 42);

                        var job = folded(life.events());

                        assertThat(job.state()).isEqualTo(life.state());
                        assertThat(job.course().attempts()).isEqualTo(life.attempts());
                        assertThat(job.costNanoUsd()).isEqualTo(life.nanoUsd());
                    }
                });
    }

    @Test
    void changesNothingWhenEventsAreSeenAgain() {
        Seed.run(
                random -> {
                    for (int i = 0; i < LIVES; i++) {
                        var events = life(random, "r-" + i, 42).events();
                        int from = random.nextInt(events.size());
                        var again = new ArrayList<>(events);
                        again.addAll(events.subList(from, events.size()));

                        assertThat(folded(again)).isEqualTo(folded(events));
                    }
                });
    }

    @Test
    void isTheSameInABookWhereLivesAreInterleavedAndPacked() {
        Seed.run(
                random -> {
                    var lives = new ArrayList<Life>();
                    for (int i = 0; i < LIVES; i++) {
                        lives.add(life(random, "r-" + i, 42));
                    }
                    var book = new JobBook(new JobBook.Bounds(LIVES, Long.MAX_VALUE));

                    interleaved(random, lives).forEach(book::add);

                    assertThat(book.size()).isEqualTo(LIVES);
                    for (var life : lives) {
                        var job = folded(life.events());
                        assertThat(book.find(job.jobId())).contains(job);
                    }
                });
    }

    private static List<JournalEvent> interleaved(SplittableRandom random, List<Life> lives) {
        var left = new ArrayList<List<JournalEvent>>();
        lives.forEach(life -> left.add(new ArrayList<>(life.events())));
        var all = new ArrayList<JournalEvent>();
        while (!left.isEmpty()) {
            int i = random.nextInt(left.size());
            all.add(left.get(i).removeFirst());
            if (left.get(i).isEmpty()) {
                left.set(i, left.getLast());
                left.removeLast();
            }
        }
        return all;
    }

    private static Life life(SplittableRandom random, String requestId, long run) {
        return new Teller(random, new Story("legal", requestId, run)).tell();
    }

    private static final class Teller {

        private final SplittableRandom random;
        private final Story story;
        private final Map<Integer, Long> bounds = new HashMap<>();
        private final Map<Integer, Long> actuals = new HashMap<>();
        private JobState state = JobState.WAITING;
        private int attempts;
        private long knownNanoUsd;

        Teller(SplittableRandom random, Story story) {
            this.random = random;
            this.story = story;
        }

        Life tell() {
            story.accepted();
            int dispatches = random.nextInt(5);
            for (int dispatch = 1; dispatch <= dispatches; dispatch++) {
                dispatched(dispatch);
            }
            if (random.nextBoolean()) {
                ended();
            }
            return new Life(story.events(), state, attempts, nanoUsd());
        }

        private void dispatched(int dispatch) {
            long bound = 1 + random.nextLong(1_000_000);
            story.admitted(dispatch, bound);
            state = JobState.QUEUED;
            if (random.nextInt(4) == 0) {
                return;
            }
            story.started(dispatch, ++attempts);
            state = JobState.CALLING;
            boolean early = random.nextInt(4) == 0;
            var billing = Billing.values()[random.nextInt(3)];
            if (billing == Billing.UNKNOWN) {
                unknown(dispatch, bound, early);
            } else {
                long nanoUsd = billing == Billing.BILLED ? random.nextLong(bound) : 0;
                knownNanoUsd += nanoUsd;
                story.called(dispatch, attempts, billing, nanoUsd);
            }
            if (random.nextInt(3) > 0) {
                story.handedBack(dispatch, ErrorType.SERVER_ERROR, story.now());
                state = JobState.RETRYING;
            }
        }

        private void unknown(int dispatch, long bound, boolean early) {
            boolean isObserved = random.nextBoolean();
            long actual = random.nextLong(bound);
            bounds.put(dispatch, bound);
            if (isObserved) {
                actuals.put(dispatch, actual);
            }
            if (isObserved && early) {
                story.observed(dispatch, actual);
            }
            story.called(dispatch, attempts, Billing.UNKNOWN, bound);
            if (isObserved && !early) {
                story.observed(dispatch, actual);
            }
            if (random.nextInt(5) == 0) {
                story.holdExpired(dispatch, bound);
            }
        }

        private void ended() {
            var status = random.nextBoolean() ? JobStatus.SUCCEEDED : JobStatus.FAILED;
            long settled = knownNanoUsd + bounds.values().stream().mapToLong(b -> b).sum();
            story.finished(status, attempts, bounds.size(), settled);
            state = JobState.of(status);
        }

        private long nanoUsd() {
            long unknown =
                    bounds.entrySet().stream()
                            .mapToLong(e -> actuals.getOrDefault(e.getKey(), e.getValue()))
                            .sum();
            return knownNanoUsd + unknown;
        }
    }

    private static JobStanding folded(List<JournalEvent> events) {
        Optional<JobStanding> job = Optional.empty();
        for (var event : events) {
            job = JobFold.plus(job, event);
        }
        return job.orElseThrow();
    }
}
