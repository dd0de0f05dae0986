package io.quaestor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitPaceTest {

    private static final long START = 1_000;
    private static final long GAP = CommitPace.GAP.toNanos();
    private static final long WINDOW = CommitPace.WINDOW.toNanos();

    private final CommitPace pace = new CommitPace();

    @Test
    void commitsALoneRecordAtOnce() {
        pace.processed(START);

        assertThat(pace.isDue(START)).isTrue();
    }

    @Test
    void commitsTheNextRecordsAfterTheGap() {
        pace.processed(START);
        pace.isDue(START);
        pace.processed(START);

        assertThat(pace.isDue(START + GAP - 1)).isFalse();
        assertThat(pace.isDue(START + GAP)).isTrue();
    }

    @Test
    void leavesAFloodToTheInterval() {
        for (int i = 0; i <= CommitPace.FEW; i++) {
            pace.processed(START);
        }

        assertThat(pace.isDue(START)).isFalse();
        assertThat(pace.isDue(START + GAP)).isFalse();
        assertThat(pace.isDue(START + 2 * WINDOW)).isTrue();
    }

    /** No record is processed meanwhile, and the first one behind it is not a lone one. */
    @Test
    void leavesAFloodToTheIntervalAfterACommitToo() {
        int early = 0;
        for (long now = START; now < START + 10 * WINDOW; now += CommitPace.GAP.toNanos()) {
            for (int i = 0; i < CommitPace.FEW; i++) {
                pace.processed(now);
                early += pace.isDue(now) ? 1 : 0;
            }
        }
        assertThat(early).isLessThanOrEqualTo(2);
    }

    @Test
    void commitsNothingWhenNothingCame() {
        assertThat(pace.isDue(START + 1_000 * GAP)).isFalse();
    }

    @Test
    void restsLongerAfterACommitThatTookLong() {
        pace.processed(START);
        pace.isDue(START);
        pace.committed(START + 2 * GAP);
        pace.processed(START + 2 * GAP);

        assertThat(pace.isDue(START + 5 * GAP)).isFalse();
        assertThat(pace.isDue(START + 6 * GAP)).isTrue();
    }

    @Test
    void spendsAThirdOfTheTimeInCommitsHoweverSlowTheyAre() {
        long slow = 5 * GAP;
        long end = START + 300 * GAP;
        int commits = 0;
        for (long now = START; now < end; now += GAP) {
            pace.processed(now);
            if (pace.isDue(now)) {
                commits++;
                now += slow;
                pace.committed(now);
            }
        }
        assertThat(commits).isBetween(15, 20);
    }
}
