package io.quaestor.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void ofARateMakesUpForATurnThatCameLate() {
        var rate = new Pace.Rate(100);

        assertThat(rate.due(SECOND / 100, 0)).isEqualTo(1);
        assertThat(rate.due(SECOND / 100, 1)).isZero();
        assertThat(rate.due(SECOND, 60)).isEqualTo(40);
    }

    @Test
    void ofARateLastsForADay() {
        long day = Duration.ofDays(1).toNanos();

        assertThat(new Pace.Rate(100).due(day, 0)).isEqualTo(8_640_000);
    }

    @Test
    void ofABacklogFillsUpWhatWasAnswered() {
        var backlog = new Pace.Backlog(50);

        assertThat(backlog.due(0)).isEqualTo(50);
        assertThat(backlog.due(47)).isEqualTo(3);
        assertThat(backlog.due(50)).isZero();
        assertThat(backlog.due(51)).isZero();
    }
}
