package io.quaestor.kernel;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * An exact amount in nano-USD (10<sup>-9</sup> USD), positive or negative.
 *
 * <p>Invariant: no operation rounds. What leaves the range of a {@code long} (about ±9.2 billion
 * USD) throws {@link ArithmeticException}, because a wrapped total would be worse than a stopped
 * one.
 */
public record Money(long nanoUsd) implements Comparable<Money> {

    public static final Money ZERO = new Money(0);

    /** Ten digits before the point cover the whole range; nine after it are nano-USD. */
    private static final Pattern USD = Pattern.compile("-?[0-9]{1,10}(\\.[0-9]{1,9})?");

    private static final int NANO_DIGITS = 9;

    public static Money ofNanoUsd(long nanoUsd) {
        return nanoUsd == 0 ? ZERO : new Money(nanoUsd);
    }

    /**
     * Reads plain decimal USD such as {@code 0.15}, {@code -3} or {@code 12.000000001}.
     *
     * @throws IllegalArgumentException for any other text (exponent, sign {@code +}, spaces, more
     *     than nine decimals) and for amounts out of range
     */
    public static Money parseUsd(String text) {
        if (!USD.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "USD amount must be a plain decimal with at most 9 decimals: " + text);
        }
        try {
            return ofNanoUsd(new BigDecimal(text).movePointRight(NANO_DIGITS).longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("USD amount out of range: " + text, e);
        }
    }

    /** The amount as plain decimal USD without trailing zeros; {@link #parseUsd} reads it back. */
    public String toUsd() {
        BigDecimal usd = BigDecimal.valueOf(nanoUsd, NANO_DIGITS);
        return usd.signum() == 0 ? "0" : usd.stripTrailingZeros().toPlainString();
    }

    /** The amount with all nine decimals, as HTTP answers have it: {@code 0.150000000}. */
    public String toFixedUsd() {
        return BigDecimal.valueOf(nanoUsd, NANO_DIGITS).toPlainString();
    }

    /**
     * The exact sum.
     *
     * @throws ArithmeticException when the sum leaves the range
     */
    public Money plus(Money other) {
        return ofNanoUsd(Math.addExact(nanoUsd, other.nanoUsd));
    }

    /**
     * The exact difference, which may be negative.
     *
     * @throws ArithmeticException when the difference leaves the range
     */
    public Money minus(Money other) {
        return ofNanoUsd(Math.subtractExact(nanoUsd, other.nanoUsd));
    }

    public boolean isAtLeast(Money other) {
        return nanoUsd >= other.nanoUsd;
    }

    public boolean isAtMost(Money other) {
        return nanoUsd <= other.nanoUsd;
    }

    public boolean isNegative() {
        return nanoUsd < 0;
    }

    public boolean isZero() {
        return nanoUsd == 0;
    }

    public static Money max(Money one, Money other) {
        return one.nanoUsd >= other.nanoUsd ? one : other;
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(nanoUsd, other.nanoUsd);
    }

    /** For logs and messages, for example {@code 0.15 USD}. */
    @Override
    public String toString() {
        return toUsd() + " USD";
    }
}
