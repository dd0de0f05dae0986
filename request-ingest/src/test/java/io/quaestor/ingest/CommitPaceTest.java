package io.quaestor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitPaceTest {

    private static final long START = 1_000;

    private final CommitPace pace = new CommitPace(START);

    @Test
    void commitsALoneRecordAtOnce() {
        pace.processed();

        assertThat(pace.isDue(START)).isTrue();
    }

    @Test
    void commitsTheNextRecordsAfterTheGap() {
        pace.processed();
        pace.isDue(START);
        pace.processed();

        assertThat(pace.isDue(START + CommitPace.GAP_NANOS - 1)).isFalse();
        assertThat(pace.isDue(START + CommitPace.GAP_NANOS)).isTrue();
    }

    @Test
    void leavesAFloodToTheInterval() {
        for (int i = 0; i <= CommitPace.FEW; i++) {
            pace.processed();
        }

        assertThat(pace.isDue(START)).isFalse();
        pace.processed();
        assertThat(pace.isDue(START + CommitPace.GAP_NANOS)).isTrue();
    }

    @Test
    void commitsNothingWhenNothingCame() {
        assertThat(pace.isDue(START + 1_000 * CommitPace.GAP_NANOS)).isFalse();
    }
}
