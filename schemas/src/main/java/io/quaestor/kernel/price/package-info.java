/**
 * What a provider call costs, or can cost at most: pure, exact and repeatable.
 *
 * <p>Guarantee: the same price book, usage and instant always give the same charge; line items
 * always sum to the attempt; a call whose usage stays within a bound is never charged more than the
 * bound; what has no price is {@link io.quaestor.kernel.price.Unpriced}, never zero.
 *
 * <p>Where to read next: {@link io.quaestor.kernel.price.Pricing}, then {@link
 * io.quaestor.kernel.price.PriceBook} and {@link io.quaestor.kernel.price.Rates} for the rules of
 * missing prices.
 */
@NullMarked
package io.quaestor.kernel.price;

import org.jspecify.annotations.NullMarked;
