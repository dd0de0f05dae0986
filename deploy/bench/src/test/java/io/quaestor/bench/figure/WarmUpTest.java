package io.quaestor.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private final WarmUp warmUp = new WarmUp(Duration.ofSeconds(10), 1_000);

    @Test
    void takesItsTimeAndItsJobs() {
        assertThat(warmUp.isOver(Duration.ofSeconds(9).toNanos(), 5_000)).isFalse();
        assertThat(warmUp.isOver(Duration.ofSeconds(30).toNanos(), 999)).isFalse();
        assertThat(warmUp.isOver(Duration.ofSeconds(10).toNanos(), 1_000)).isTrue();
    }

    @Test
    void endsOnASlowMachineToo() {
        assertThat(warmUp.isOver(WarmUp.MOST.toNanos(), 3)).isTrue();
    }
}
