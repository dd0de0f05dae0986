package io.quaestor.kernel;

import java.util.Optional;

/**
 * What a provider bills by; one line item per attempt and meter.
 *
 * <p>The five token meters are disjoint: {@link #INPUT} is input neither read from nor written to a
 * cache, {@link #OUTPUT} is output without reasoning. {@link #IMAGE} and {@link #AUDIO} count units
 * billed apart from tokens, {@link #REQUEST} a fee per call. The order is the order of line items
 * and never changes.
 */
public enum Meter {
    INPUT("input", "Input Tokens", "Tokens"),
    CACHED_INPUT("cached_input", "Cached Input Tokens", "Tokens"),
    CACHE_WRITE("cache_write", "Cache Write Tokens", "Tokens"),
    OUTPUT("output", "Output Tokens", "Tokens"),
    REASONING("reasoning", "Reasoning Tokens", "Tokens"),
    IMAGE("image", "Images", "Images"),
    AUDIO("audio", "Audio Units", "Units"),
    REQUEST("request", "Requests", "Requests");

    private final String standardName;
    private final String skuMeter;
    private final String consumedUnit;

    Meter(String standardName, String skuMeter, String consumedUnit) {
        this.standardName = standardName;
        this.skuMeter = skuMeter;
        this.consumedUnit = consumedUnit;
    }

    /** The meter's name in catalogues, keys and reports, for example {@code cached_input}. */
    public String standardName() {
        return standardName;
    }

    /** The FOCUS column {@code SkuMeter}. */
    public String skuMeter() {
        return skuMeter;
    }

    /** The FOCUS column {@code ConsumedUnit}. */
    public String consumedUnit() {
        return consumedUnit;
    }

    public static Optional<Meter> named(String standardName) {
        for (Meter meter : values()) {
            if (meter.standardName.equals(standardName)) {
                return Optional.of(meter);
            }
        }
        return Optional.empty();
    }
}
