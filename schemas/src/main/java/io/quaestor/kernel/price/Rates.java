package io.quaestor.kernel.price;

import io.quaestor.kernel.Meter;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The prices of every meter that a price list names, and the one rule for those it does not.
 *
 * <p>Invariant: input and output have a price. A missing price falls back as follows:
 *
 * <ul>
 *   <li>cached input and cache write cost what input costs (no discount that nobody published);
 *   <li>reasoning costs what output costs;
 *   <li>request: no fee;
 *   <li>image and audio: none. Consuming them is unpriced, never free.
 * </ul>
 */
public record Rates(Map<Meter, UnitPrice> prices) {

    /**
     * @throws IllegalArgumentException when input or output has no price
     */
    public Rates {
        prices = Collections.unmodifiableMap(new EnumMap<>(prices));
        if (!prices.containsKey(Meter.INPUT) || !prices.containsKey(Meter.OUTPUT)) {
            throw new IllegalArgumentException("a price list needs prices for input and output");
        }
    }

    public static Rates of(UnitPrice input, UnitPrice output) {
        return new Rates(Map.of(Meter.INPUT, input, Meter.OUTPUT, output));
    }

    /** These prices with one more, or one replaced. */
    public Rates with(Meter meter, UnitPrice price) {
        Map<Meter, UnitPrice> more = new EnumMap<>(prices);
        more.put(meter, price);
        return new Rates(more);
    }

    /** The price in force for the meter after the fall-back rule; empty means unpriced. */
    public Optional<UnitPrice> price(Meter meter) {
        UnitPrice own = prices.get(meter);
        if (own != null) {
            return Optional.of(own);
        }
        return switch (meter) {
            case INPUT, CACHED_INPUT, CACHE_WRITE -> price(prices, Meter.INPUT);
            case OUTPUT, REASONING -> price(prices, Meter.OUTPUT);
            case REQUEST -> Optional.of(UnitPrice.FREE);
            case IMAGE, AUDIO -> Optional.empty();
        };
    }

    private static Optional<UnitPrice> price(Map<Meter, UnitPrice> prices, Meter meter) {
        return Optional.ofNullable(prices.get(meter));
    }
}
