package io.quaestor.kernel.price;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * The price of one unit (token, image, request) in pico-USD (10<sup>-12</sup> USD), which for
 * tokens is exactly micro-USD per million.
 *
 * <p>Invariant: not negative; zero is a price (a free model), absence of a price is not a {@code
 * UnitPrice}.
 */
public record UnitPrice(long picoUsd) implements Comparable<UnitPrice> {

    public static final UnitPrice FREE = new UnitPrice(0);

    /** Catalogues hold decimal strings; the length bound keeps a hostile one from costing time. */
    private static final Pattern USD = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,18})?");

    private static final int PICO_PER_UNIT_DIGITS = 12;
    private static final int PICO_PER_MILLION_DIGITS = 6;

    /**
     * @throws IllegalArgumentException when the price is negative
     */
    public UnitPrice {
        if (picoUsd < 0) {
            throw new IllegalArgumentException("negative price: " + picoUsd + " pico-USD");
        }
    }

    /**
     * Reads USD per million units, as providers publish token prices: {@code 0.25}.
     *
     * @throws IllegalArgumentException when the text is no plain decimal, or finer than 0.000001
     *     USD per million, or out of range
     */
    public static UnitPrice parsePerMillion(String usd) {
        return parse(usd, PICO_PER_MILLION_DIGITS, "USD per million");
    }

    /**
     * Reads USD per unit, as providers publish fees per image or request: {@code 0.04}.
     *
     * @throws IllegalArgumentException when the text is no plain decimal, or finer than a pico-USD,
     *     or out of range
     */
    public static UnitPrice parsePerUnit(String usd) {
        return parse(usd, PICO_PER_UNIT_DIGITS, "USD per unit");
    }

    private static UnitPrice parse(String usd, int digits, String unit) {
        if (!USD.matcher(usd).matches()) {
            throw new IllegalArgumentException(
                    "price must be a plain decimal in " + unit + ": " + usd);
        }
        try {
            return new UnitPrice(new BigDecimal(usd).movePointRight(digits).longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "price must have at most %d decimals in %s and fit the range: %s"
                            .formatted(digits, unit, usd),
                    e);
        }
    }

    /** The price in USD per million units, without trailing zeros. */
    public String toUsdPerMillion() {
        BigDecimal usd = BigDecimal.valueOf(picoUsd, PICO_PER_MILLION_DIGITS);
        return usd.signum() == 0 ? "0" : usd.stripTrailingZeros().toPlainString();
    }

    /**
     * The exact cost of so many units, in pico-USD.
     *
     * @throws ArithmeticException when it leaves the range of a {@code long} (9.2 million USD)
     */
    long times(long quantity) {
        return Math.multiplyExact(picoUsd, quantity);
    }

    static UnitPrice max(UnitPrice one, UnitPrice other) {
        return one.picoUsd >= other.picoUsd ? one : other;
    }

    @Override
    public int compareTo(UnitPrice other) {
        return Long.compare(picoUsd, other.picoUsd);
    }
}
