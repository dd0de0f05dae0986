package io.quaestor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransactionPaceTest {
    private static final long MS = Duration.ofMillis(1).toNanos();

    /** System.nanoTime() may be anything. */
    private static final long ORIGIN = Long.MAX_VALUE - 5 * MS;

    private final TransactionPace pace = new TransactionPace();

    @Test
    void letsTheFirstGoAtOnce() {
        assertThat(pace.restNanos(ORIGIN, 1)).isZero();
        assertThat(pace.restNanos(-ORIGIN, 1)).isZero();
    }

    @Test
    void restsTwiceAsLongAsTheTransactionTook() {
        pace.tried(ORIGIN, ORIGIN + 10 * MS);

        assertThat(pace.restNanos(ORIGIN + 10 * MS, 1)).isEqualTo(20 * MS);
        assertThat(pace.restNanos(ORIGIN + 25 * MS, 1)).isEqualTo(5 * MS);
        assertThat(pace.restNanos(ORIGIN + 30 * MS, 1)).isZero();
    }

    @Test
    void restsLongerAfterOneOfMany() {
        pace.tried(TransactionPace.MANY, ORIGIN, ORIGIN + 10 * MS);
        assertThat(pace.restNanos(ORIGIN + 10 * MS, 1)).isEqualTo(80 * MS);

        pace.tried(TransactionPace.MANY - 1, ORIGIN, ORIGIN + 10 * MS);
        assertThat(pace.restNanos(ORIGIN + 10 * MS, 1)).isEqualTo(20 * MS);
    }

    @Test
    void letsWhatIsAloneAfterAPauseGoAtOnce() {
        pace.tried(ORIGIN, ORIGIN + 10 * MS);

        assertThat(pace.restNanos(ORIGIN + 500 * MS, 1)).isZero();
    }

    @Test
    void doesNotRestWithEnoughInHand() {
        pace.tried(ORIGIN, ORIGIN + 10 * MS);

        assertThat(pace.restNanos(ORIGIN + 10 * MS, TransactionPace.FULL)).isZero();
        assertThat(pace.restNanos(ORIGIN + 10 * MS, TransactionPace.FULL - 1)).isPositive();
    }

    @Test
    void neverRestsLongerThanItsBound() {
        pace.tried(ORIGIN, ORIGIN + 4_000 * MS);

        assertThat(pace.restNanos(ORIGIN + 4_000 * MS, 0))
                .isEqualTo(TransactionPace.REST_MAX.toNanos());
    }
}
