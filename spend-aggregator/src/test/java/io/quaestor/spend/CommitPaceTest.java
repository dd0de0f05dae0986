package io.quaestor.spend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommitPaceTest {

    private static final Duration FRESH = Duration.ofMillis(50);
    private static final Duration OLD = CommitPace.BACKLOG_AGE.plusMillis(1);

    private final CommitPace pace = new CommitPace();

    @Test
    void commitsTheOddEventAtOnce() {
        assertThat(pace.isDue(1_000)).isTrue();
        assertThat(pace.isDue(1_010)).isFalse();
        assertThat(pace.isDue(1_030)).isTrue();
    }

    @Test
    void leavesSteadyWorkToTheInterval() {
        long early = IntStream.range(0, 400).filter(i -> pace.isDue(1_000 + 25L * i)).count();

        assertThat(early).isBetween(50L, 105L);
    }

    /** Two lanes flush at one moment: the second needs no commit of its own, and is not busy. */
    @Test
    void isNotBusyForWantOfAnEarlyCommit() {
        pace.count(1_000, FRESH);

        assertThat(pace.isDue(1_000)).isTrue();
        assertThat(pace.isDue(1_001)).isFalse();
        assertThat(pace.isBusy(1_001)).isFalse();
    }

    @Test
    void leavesManyRecordsToTheInterval() {
        IntStream.range(0, CommitPace.FEW_RECORDS + 1).forEach(_ -> pace.count(1_000, FRESH));

        assertThat(pace.isDue(1_000)).isFalse();
        assertThat(pace.isBusy(1_000)).isTrue();
        assertThat(pace.isDue(1_000 + 2 * CommitPace.WINDOW_MILLIS)).isTrue();
        assertThat(pace.isBusy(1_000 + 2 * CommitPace.WINDOW_MILLIS)).isFalse();
    }

    @Test
    void leavesABacklogToTheIntervalHoweverSlowCommitsAre() {
        for (long now = 1_000; now < 10_000; now += 500) {
            pace.count(now, OLD);
            assertThat(pace.isDue(now)).isFalse();
        }
        pace.count(10_000, FRESH);

        assertThat(pace.isDue(10_000)).isTrue();
    }
}
