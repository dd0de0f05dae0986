/**
 * The pure domain kernel: identities (job, department, lane, route), exact money, token usage and
 * calendar windows.
 *
 * <p>Guarantee: nothing here does I/O, reads a clock, draws a random number or knows Kafka or Avro.
 * Every type is immutable and refuses an illegal value in its constructor, so code inside a service
 * never checks again. Amounts are integers in named units; there is no floating point.
 *
 * <p>Where to read next: {@link io.quaestor.kernel.JobId} for how a job is named, {@link
 * io.quaestor.kernel.Money} for amounts, {@link io.quaestor.kernel.CalendarWindow} for budget
 * periods, then package {@code io.quaestor.kernel.price} for what a call costs.
 */
@NullMarked
package io.quaestor.kernel;

import org.jspecify.annotations.NullMarked;
