package io.quaestor.audit.chain;

import io.quaestor.kernel.Lane;

/**
 * A statement in its place.
 *
 * @param sequence place in the lane's chain, from 0
 * @param previous leaf of the entry before it; {@link Hash#ZERO} for the first
 * @param leaf hash of all other components
 */
public record ChainEntry(Lane lane, long sequence, Hash previous, Statement statement, Hash leaf) {}
