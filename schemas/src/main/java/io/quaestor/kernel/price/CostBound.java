package io.quaestor.kernel.price;

/** What a call can cost at most: either at most so much, or unknown for a stated reason. */
public sealed interface CostBound permits Bounded, Unpriced {}
