package io.quaestor.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {
    private static final int CAP = 100;
    private static final Instant START = Instant.parse("2026-03-14T10:15:30Z");

    private final AdaptiveLimit limit = new AdaptiveLimit();

    @Test
    void isTheCatalogueLimitUntilTheProviderIsOverwhelmed() {
        assertThat(limit.within(CAP)).isEqualTo(CAP);
        assertThat(limit.within(0)).isZero();
        limit.answered(CAP);
        assertThat(limit.within(CAP)).isEqualTo(CAP);
    }

    @Test
    void fallsToSevenTenthsOfWhatWasOpenOnceForAllCallsOfOneMoment() {
        overwhelm(80, 0, 1_000);
        assertThat(limit.within(CAP)).isEqualTo(56);
        // Made before the decrease, and noticed long after it.
        overwhelm(80, 500, 9_000);
        // Made after it, and noticed at once.
        overwhelm(56, 1_100, 1_200);
        assertThat(limit.within(CAP)).isEqualTo(56);
        overwhelm(50, 1_100, 2_100);
        assertThat(limit.within(CAP)).isEqualTo(35);
    }

    @Test
    void takesNoNoticeOfFailuresWhileFewCallsAreOpen() {
        overwhelm(9, 0, 1_000);
        assertThat(limit.within(CAP)).isEqualTo(CAP);
        overwhelm(10, 0, 1_000);
        assertThat(limit.within(CAP)).isEqualTo(7);
        overwhelm(4, 2_000, 3_000);
        assertThat(limit.within(CAP)).isEqualTo(2);
        overwhelm(2, 4_000, 5_000);
        overwhelm(1, 6_000, 7_000);
        assertThat(limit.within(CAP)).as("never below one").isOne();
    }

    @Test
    void growsByAFiftiethOfTheCatalogueLimitForEachLimitsWorthOfAnswers() {
        overwhelm(10, 0, 1_000);
        for (int i = 0; i < 8; i++) {
            limit.answered(CAP);
        }
        assertThat(limit.within(CAP)).isEqualTo(9);
        for (int i = 0; i < 50 * CAP; i++) {
            limit.answered(CAP);
        }
        assertThat(limit.within(CAP)).isEqualTo(CAP);
        assertThat(limit.within(10 * CAP)).isEqualTo(10 * CAP);
    }

    private void overwhelm(int open, long startedMillis, long nowMillis) {
        limit.overwhelmed(open, CAP, START.plusMillis(startedMillis), START.plusMillis(nowMillis));
    }
}
