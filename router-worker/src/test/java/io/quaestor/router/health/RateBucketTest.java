package io.quaestor.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateBucketTest {
    private static final Instant START = Instant.parse("2026-03-14T10:15:30Z");
    private static final double PER_MINUTE = 600;

    private final RateBucket bucket = new RateBucket(START);
    private Instant now = START;

    @Test
    void startsUsedUp() {
        assertThat(bucket.isOpen(now)).isFalse();
        after(1);
        assertThat(bucket.isOpen(now)).isTrue();
    }

    @Test
    void letsTheRateThroughAndOneSecondsWorthMoreAfterAPause() {
        after(60_000);
        // Ten a second: ten at once after a pause.
        assertThat(taken()).isEqualTo(10);
        for (int second = 0; second < 30; second++) {
            after(1_000);
            assertThat(taken()).isEqualTo(10);
        }
    }

    @Test
    void letsALargeOneThroughAndMakesThoseAfterItWait() {
        after(60_000);
        assertThat(bucket.isOpen(now)).isTrue();
        bucket.take(100, PER_MINUTE, now);
        after(8_999);
        assertThat(bucket.isOpen(now)).isFalse();
        after(2);
        assertThat(bucket.isOpen(now)).isTrue();
    }

    @Test
    void takesBackWhatWasNotUsed() {
        after(60_000);
        bucket.take(100, PER_MINUTE, now);
        bucket.take(-95, PER_MINUTE, now);
        assertThat(taken()).isEqualTo(5);
    }

    private int taken() {
        int taken = 0;
        while (bucket.isOpen(now)) {
            bucket.take(1, PER_MINUTE, now);
            taken++;
        }
        return taken;
    }

    private void after(long millis) {
        now = now.plus(Duration.ofMillis(millis));
    }
}
