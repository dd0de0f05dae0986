package io.quaestor.router.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetTrackerTest {
    private static final UUID TOPIC = new UUID(7, 9);

    @Test
    void commitsUpToTheOldestUnfinishedJob() {
        var tracker = OffsetTracker.fresh(TOPIC, 10);
        for (long offset = 10; offset < 14; offset++) {
            tracker.delivered(offset);
            tracker.start(offset);
        }
        tracker.finish(10);
        tracker.finish(12);
        assertThat(tracker.mark().offset()).isEqualTo(11);
    }

    @Test
    void countsOffsetsThatTheConsumerSkippedAsFinished() {
        var tracker = OffsetTracker.fresh(TOPIC, 0);
        tracker.delivered(0);
        tracker.delivered(3);
        tracker.finish(0);
        tracker.finish(3);
        tracker.skippedTo(6);
        assertThat(tracker.mark().offset()).isEqualTo(6);
    }

    @Test
    void knowsAfterARestoreWhatWasFinishedOutOfOrderAndWhatWasInFlight() {
        var before = OffsetTracker.fresh(TOPIC, 0);
        for (long offset = 0; offset < 4; offset++) {
            before.delivered(offset);
        }
        before.start(0);
        before.start(1);
        before.finish(1);
        before.start(2);

        var after = OffsetTracker.restore(TOPIC, before.mark());

        assertThat(after.delivered(0)).isEqualTo(OffsetTracker.Known.IN_FLIGHT);
        assertThat(after.delivered(1)).isEqualTo(OffsetTracker.Known.FINISHED);
        assertThat(after.delivered(2)).isEqualTo(OffsetTracker.Known.IN_FLIGHT);
        assertThat(after.delivered(3)).isEqualTo(OffsetTracker.Known.NEW);
        assertThat(after.startedUpTo()).isEqualTo(3);
    }

    @Test
    void takesStagedChangesBackWhenTheTransactionAborts() {
        var tracker = OffsetTracker.fresh(TOPIC, 0);
        tracker.delivered(0);
        tracker.delivered(1);
        tracker.start(0);
        tracker.nextSequence();
        tracker.committed();
        var before = tracker.mark();
        tracker.finish(0);
        tracker.start(1);
        tracker.finish(1);
        tracker.nextSequence();
        tracker.aborted();
        assertThat(tracker.mark()).isEqualTo(before);
        assertThat(tracker.inFlight()).containsExactly(0L);
    }

    @Test
    void carriesTheSequenceOfItsStage() {
        var tracker = OffsetTracker.fresh(TOPIC, 0);
        tracker.nextSequence();
        assertThat(tracker.nextSequence()).isEqualTo(2);
        assertThat(OffsetTracker.restore(TOPIC, tracker.mark()).nextSequence()).isEqualTo(3);
    }

    @Test
    void leavesOutWhatWasSkippedFurtherOutThanTheMetadataReaches() {
        var tracker = OffsetTracker.fresh(TOPIC, 0);
        tracker.delivered(0);
        for (long offset = 1; offset < 2L * MarkCodec.MAX_SPAN; offset += 2) {
            tracker.delivered(offset);
        }
        tracker.finish(1);
        var after = OffsetTracker.restore(TOPIC, tracker.mark());
        assertThat(after.delivered(0)).isEqualTo(OffsetTracker.Known.NEW);
        assertThat(after.delivered(1)).isEqualTo(OffsetTracker.Known.FINISHED);
        assertThat(after.delivered(MarkCodec.MAX_SPAN + 1)).isEqualTo(OffsetTracker.Known.NEW);
        assertThat(after.watermark()).isZero();
    }

    @Test
    void tellsOthersWhatWaitsAndRunsThere() {
        var tracker = OffsetTracker.fresh(TOPIC, 10);
        tracker.delivered(10);
        tracker.delivered(11);
        tracker.delivered(12);
        tracker.start(10);
        tracker.finish(11);
        assertThat(OffsetTracker.outline(tracker.mark(1_000)))
                .isEqualTo(new OffsetTracker.Outline(12, 1, 1_000));
        assertThat(OffsetTracker.outline(new Mark(10, "")))
                .isEqualTo(OffsetTracker.Outline.untouched(10));
    }

    @Test
    void readsWhatTheFirstVersionWrote() {
        var mark = new Mark(0, "AQAAAAAAAAAHAAAAAAAAAAkDBQMABQIo8kMA");
        assertThat(OffsetTracker.outline(mark)).isEqualTo(new OffsetTracker.Outline(3, 2, 0));
        var tracker = OffsetTracker.restore(TOPIC, mark);
        assertThat(tracker.inFlight()).containsExactly(0L, 2L);
        assertThat(tracker.nextSequence()).isEqualTo(6);
    }

    @Test
    void refusesMetadataOfAnotherTopic() {
        var mark = OffsetTracker.fresh(TOPIC, 5).mark();
        assertThatThrownBy(() -> OffsetTracker.restore(new UUID(1, 1), mark))
                .isInstanceOf(CorruptMarkException.class);
    }

    @Test
    void refusesEveryDamagedCharacter() {
        var tracker = OffsetTracker.fresh(TOPIC, 5);
        tracker.delivered(5);
        tracker.delivered(6);
        tracker.finish(6);
        var mark = tracker.mark();
        for (int i = 0; i < mark.metadata().length(); i++) {
            var damaged = new StringBuilder(mark.metadata());
            damaged.setCharAt(i, damaged.charAt(i) == 'A' ? 'B' : 'A');
            var text = damaged.toString();
            if (text.charAt(text.length() - 1) == mark.metadata().charAt(text.length() - 1)) {
                assertThatThrownBy(() -> OffsetTracker.restore(TOPIC, new Mark(5, text)))
                        .as("character %d", i)
                        .isInstanceOf(CorruptMarkException.class);
            }
        }
    }

    @Test
    void refusesToFinishTwice() {
        var tracker = OffsetTracker.fresh(TOPIC, 0);
        tracker.delivered(0);
        tracker.finish(0);
        assertThatThrownBy(() -> tracker.finish(0)).isInstanceOf(IllegalStateException.class);
    }

    /** The widest span with the worst pattern for both sets stays below the broker's limit. */
    @Test
    void keepsItsMetadataWithinTheBoundOverTheWholeSpan() {
        for (int stride = 2; stride < 40; stride++) {
            var tracker = OffsetTracker.fresh(TOPIC, 0);
            var random = new Random(stride);
            long offset = 0;
            for (; tracker.fits(offset); offset++) {
                tracker.delivered(offset);
                tracker.start(offset);
                if (offset > 0 && random.nextInt(stride) > 0) {
                    tracker.finish(offset);
                }
            }
            assertThat(offset).isEqualTo(MarkCodec.MAX_SPAN);
            assertThat(tracker.mark().metadata().length()).isLessThanOrEqualTo(MarkCodec.MAX_CHARS);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20261121})
    void agreesWithAModelOverRandomSchedulesWithCrashes(long seed) {
        System.out.println("seed " + seed);
        new Schedule(seed).run(20_000);
    }

    /**
     * A log with markers between records, one owner after another, and what is durable: the last
     * committed mark.
     */
    private static final class Schedule {
        private final Random random;
        private final List<Boolean> log = new ArrayList<>();
        private final Set<Long> durablyFinished = new HashSet<>();
        private final Set<Long> durablyInFlight = new HashSet<>();
        private final Set<Long> finished = new HashSet<>();
        private final Set<Long> inFlight = new HashSet<>();
        private final Set<Long> waiting = new HashSet<>();
        private Mark durable = new Mark(0, "");
        private OffsetTracker tracker = OffsetTracker.fresh(TOPIC, 0);

        Schedule(long seed) {
            random = new Random(seed);
        }

        void run(int steps) {
            for (int i = 0; i < steps; i++) {
                switch (random.nextInt(12)) {
                    case 0, 1, 2 -> append();
                    case 3, 4, 5 -> deliver();
                    case 6, 7 -> start();
                    case 8, 9 -> finish();
                    case 10 -> transactionEnds();
                    default -> crashSometimes();
                }
                assertThat(tracker.watermark()).isLessThanOrEqualTo(oldestUnfinishedRecord());
            }
        }

        private void append() {
            log.add(random.nextInt(4) > 0);
        }

        private void deliver() {
            long offset = tracker.next();
            while (offset < log.size() && !log.get((int) offset)) {
                offset++;
            }
            if (offset >= log.size()) {
                tracker.skippedTo(offset);
                return;
            }
            var expected =
                    durablyFinished.contains(offset)
                            ? OffsetTracker.Known.FINISHED
                            : durablyInFlight.contains(offset)
                                    ? OffsetTracker.Known.IN_FLIGHT
                                    : OffsetTracker.Known.NEW;
            assertThat(tracker.delivered(offset)).isEqualTo(expected);
            switch (expected) {
                case NEW -> waiting.add(offset);
                case IN_FLIGHT -> inFlight.add(offset);
                case FINISHED -> finished.add(offset);
            }
        }

        private void start() {
            waiting.stream()
                    .min(Long::compare)
                    .filter(tracker::fits)
                    .ifPresent(
                            offset -> {
                                tracker.start(offset);
                                waiting.remove(offset);
                                inFlight.add(offset);
                            });
        }

        private void finish() {
            var candidates = new ArrayList<>(inFlight);
            candidates.addAll(waiting.stream().filter(tracker::fits).toList());
            if (candidates.isEmpty()) {
                return;
            }
            long offset = candidates.get(random.nextInt(candidates.size()));
            tracker.finish(offset);
            inFlight.remove(offset);
            waiting.remove(offset);
            finished.add(offset);
        }

        private void transactionEnds() {
            var mark = tracker.mark();
            assertThat(mark.metadata().length()).isLessThanOrEqualTo(MarkCodec.MAX_CHARS);
            if (random.nextInt(3) > 0) {
                tracker.committed();
                durable = mark;
                durablyFinished.addAll(finished);
                durablyInFlight.addAll(inFlight);
                durablyInFlight.removeAll(durablyFinished);
                assertThat(OffsetTracker.outline(mark).startedUpTo())
                        .isEqualTo(tracker.startedUpTo());
            } else {
                tracker.aborted();
                forgetWhatIsNotDurable();
            }
        }

        private void forgetWhatIsNotDurable() {
            var read = new HashSet<Long>(finished);
            read.addAll(inFlight);
            read.addAll(waiting);
            finished.retainAll(durablyFinished);
            inFlight.clear();
            waiting.clear();
            for (long offset : read) {
                if (durablyFinished.contains(offset)) {
                    finished.add(offset);
                } else if (durablyInFlight.contains(offset)) {
                    inFlight.add(offset);
                } else {
                    waiting.add(offset);
                }
            }
            assertThat(tracker.inFlight()).containsAll(inFlight);
        }

        private void crashSometimes() {
            if (random.nextInt(20) == 0) {
                tracker = OffsetTracker.restore(TOPIC, durable);
                finished.clear();
                inFlight.clear();
                waiting.clear();
            }
        }

        private long oldestUnfinishedRecord() {
            for (int offset = (int) durable.offset(); offset < log.size(); offset++) {
                long o = offset;
                if (log.get(offset) && !finished.contains(o) && !durablyFinished.contains(o)) {
                    return o;
                }
            }
            return log.size();
        }
    }
}
