/**
 * What is computed from what was measured: percentiles, utilisation, processor time. Pure.
 *
 * <p>Guarantee: every figure of a report follows from samples by these methods alone.
 */
@NullMarked
package io.quaestor.bench.figure;

import org.jspecify.annotations.NullMarked;
