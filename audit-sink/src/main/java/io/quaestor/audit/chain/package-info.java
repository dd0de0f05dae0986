/**
 * The hash chain as a pure function: entries and a head in, linked entries and the next head out.
 *
 * <p>Guarantee: the hashes are those of {@code audit-chain-vectors.json}, whose values can never
 * change, for every chain ever written was computed with them. No I/O, no clock.
 *
 * <p>Where to read next: {@link io.quaestor.audit.chain.ChainHash} (what is hashed), then {@link
 * io.quaestor.audit.chain.Chain} (how entries are linked).
 */
@NullMarked
package io.quaestor.audit.chain;

import org.jspecify.annotations.NullMarked;
