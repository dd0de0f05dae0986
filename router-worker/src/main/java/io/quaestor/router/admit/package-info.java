/**
 * Letting jobs in: read ahead, govern, plan, hold, put on a provider's queue.
 *
 * <p>Guarantee: one owner per lane decides; a job is routed only while the provider's queue of that
 * lane is below its share of the lag limit, and nothing waits behind a job that cannot go yet. Read
 * {@link io.quaestor.router.admit.AdmissionFlow} first; the edge is {@link
 * io.quaestor.router.admit.KafkaAdmissionLoop}.
 */
@NullMarked
package io.quaestor.router.admit;

import org.jspecify.annotations.NullMarked;
