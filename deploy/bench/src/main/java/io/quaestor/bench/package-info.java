/**
 * Measures a whole running stack under one load: jobs a second, processor time, utilisation of the
 * provider, added latency, memory.
 *
 * <p>Guarantee: what is reported is observed from outside (topics, {@code /proc}, the simulator's
 * own counts), over a window that excludes the warm-up. Read {@link io.quaestor.bench.Bench} first,
 * then {@link io.quaestor.bench.Profile}.
 */
@NullMarked
package io.quaestor.bench;

import org.jspecify.annotations.NullMarked;
