package io.quaestor.spend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommitPaceTest {

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

    @Test
    void leavesManyRecordsToTheInterval() {
        IntStream.range(0, CommitPace.FEW_RECORDS + 1).forEach(_ -> pace.count());

        assertThat(pace.isDue(1_000)).isFalse();
    }
}
