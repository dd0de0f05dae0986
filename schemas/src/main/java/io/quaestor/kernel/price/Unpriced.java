package io.quaestor.kernel.price;

import io.quaestor.kernel.Route;

/**
 * Nobody knows what a call on this route costs, and why.
 *
 * <p>A hard budget refuses such a route; elsewhere its charge is marked UNPRICED. It is never zero.
 */
public record Unpriced(Route route, Reason reason, String detail) implements Cost, CostBound {

    /** Why there is no amount. */
    public enum Reason {
        /** No sheet is in force at some instant that matters. */
        NO_PRICE,
        /** The sheet names no price for something that was consumed. */
        NO_PRICE_FOR_METER,
        /** The catalogue does not bound the tokens of a part of the prompt. */
        NO_BOUND,
        /** The amount leaves the range of a {@code long} in pico-USD (9.2 million USD a call). */
        OVERFLOW
    }
}
