/**
 * The stack that a benchmark measures: with a catalogue and a simulator script of its own.
 *
 * <p>Read {@link io.quaestor.cli.bench.BenchRun}; the measurement is {@link
 * io.quaestor.bench.Bench}.
 */
@NullMarked
package io.quaestor.cli.bench;

import org.jspecify.annotations.NullMarked;
