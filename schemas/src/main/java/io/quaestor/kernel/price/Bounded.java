package io.quaestor.kernel.price;

import io.quaestor.kernel.Money;

/** A call that stays within its consumption bound is charged at most this. */
public record Bounded(Money atMost) implements CostBound {}
