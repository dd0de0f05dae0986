package io.quaestor.kernel.price;

/**
 * What a call costs: either exactly so much, or unknown for a stated reason; never silently zero.
 */
public sealed interface Cost permits Priced, Unpriced {}
