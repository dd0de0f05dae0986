package io.quaestor.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that a schema allows.
 *
 * @param low inclusive unless {@code lowExclusive}
 * @param high inclusive unless {@code highExclusive}
 * @param step every value is a multiple of it
 */
record NumberRange(
        @Nullable BigDecimal low,
        boolean lowExclusive,
        @Nullable BigDecimal high,
        boolean highExclusive,
        @Nullable BigDecimal step) {

    static NumberRange of(ObjectNode schema) {
        BigDecimal low = number(schema, "minimum");
        BigDecimal above = number(schema, "exclusiveMinimum");
        boolean lowExclusive = schema.path("exclusiveMinimum").asBoolean(false);
        if (above != null && (low == null || above.compareTo(low) >= 0)) {
            low = above;
            lowExclusive = true;
        }
        BigDecimal high = number(schema, "maximum");
        BigDecimal below = number(schema, "exclusiveMaximum");
        boolean highExclusive = schema.path("exclusiveMaximum").asBoolean(false);
        if (below != null && (high == null || below.compareTo(high) <= 0)) {
            high = below;
            highExclusive = true;
        }
        return new NumberRange(
                low, lowExclusive, high, highExclusive, number(schema, "multipleOf"));
    }

    /** The same range of whole numbers, with inclusive bounds. */
    NumberRange integers() {
        BigDecimal first = low;
        if (first != null) {
            BigDecimal whole = first.setScale(0, RoundingMode.CEILING);
            first = lowExclusive && whole.compareTo(first) == 0 ? whole.add(BigDecimal.ONE) : whole;
        }
        BigDecimal last = high;
        if (last != null) {
            BigDecimal whole = last.setScale(0, RoundingMode.FLOOR);
            last =
                    highExclusive && whole.compareTo(last) == 0
                            ? whole.subtract(BigDecimal.ONE)
                            : whole;
        }
        return new NumberRange(first, false, last, false, wholeStep());
    }

    boolean contains(BigDecimal value) {
        return aboveLow(value) && belowHigh(value) && isMultiple(value);
    }

    /**
     * The {@code skip}-th allowed value at or above the one nearest to {@code wish}; counted from
     * the lowest value, or down from the highest, where that leaves the range.
     */
    Optional<BigDecimal> nearest(BigDecimal wish, int skip) {
        BigDecimal stride = step == null ? defaultStride() : step;
        BigDecimal value = low != null && wish.compareTo(low) < 0 ? low : wish;
        if (step != null) {
            value = value.divide(step, 0, RoundingMode.CEILING).multiply(step);
        }
        if (!aboveLow(value)) {
            value = value.add(stride);
        }
        value = value.add(stride.multiply(BigDecimal.valueOf(skip)));
        if (contains(value)) {
            return Optional.of(value);
        }
        return low == null ? highest(stride, skip) : lowest(stride, skip);
    }

    private Optional<BigDecimal> highest(BigDecimal stride, int skip) {
        if (high == null) {
            return Optional.empty();
        }
        BigDecimal value = high;
        if (step != null) {
            value = high.divide(step, 0, RoundingMode.FLOOR).multiply(step);
        }
        if (!belowHigh(value)) {
            value = value.subtract(stride);
        }
        value = value.subtract(stride.multiply(BigDecimal.valueOf(skip)));
        return contains(value) ? Optional.of(value) : Optional.empty();
    }

    private Optional<BigDecimal> lowest(BigDecimal stride, int skip) {
        if (low == null) {
            return Optional.empty();
        }
        BigDecimal value = low;
        if (step != null) {
            value = low.divide(step, 0, RoundingMode.CEILING).multiply(step);
        }
        if (!aboveLow(value)) {
            value = value.add(stride);
        }
        BigDecimal skipped = value.add(stride.multiply(BigDecimal.valueOf(skip)));
        if (contains(skipped)) {
            return Optional.of(skipped);
        }
        return contains(value) ? Optional.of(value) : Optional.empty();
    }

    /** Small enough to step about inside two fractional bounds. */
    private BigDecimal defaultStride() {
        if (low == null || high == null || high.subtract(low).compareTo(BigDecimal.TEN) > 0) {
            return BigDecimal.ONE;
        }
        return high.subtract(low).divide(BigDecimal.valueOf(1024));
    }

    private @Nullable BigDecimal wholeStep() {
        if (step == null) {
            return BigDecimal.ONE;
        }
        BigDecimal plain = step.stripTrailingZeros();
        return plain.scale() <= 0 ? plain : plain.movePointRight(plain.scale());
    }

    private boolean aboveLow(BigDecimal value) {
        return low == null || value.compareTo(low) >= (lowExclusive ? 1 : 0);
    }

    private boolean belowHigh(BigDecimal value) {
        return high == null || value.compareTo(high) <= (highExclusive ? -1 : 0);
    }

    private boolean isMultiple(BigDecimal value) {
        return step == null || value.remainder(step).signum() == 0;
    }

    private static @Nullable BigDecimal number(JsonNode schema, String keyword) {
        JsonNode value = schema.path(keyword);
        return value.isNumber() ? value.decimalValue() : null;
    }
}
