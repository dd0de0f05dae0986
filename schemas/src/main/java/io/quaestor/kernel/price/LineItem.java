package io.quaestor.kernel.price;

import io.quaestor.kernel.Meter;
import io.quaestor.kernel.Money;

/**
 * One meter's part of an attempt's charge.
 *
 * <p>{@code picoUsd} is the exact cost, {@code quantity × price}; {@code share} is this line's part
 * of the attempt's rounded total, so the shares of an attempt sum to it exactly.
 */
public record LineItem(Meter meter, long quantity, UnitPrice price, long picoUsd, Money share) {}
