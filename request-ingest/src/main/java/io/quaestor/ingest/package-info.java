/**
 * The front door: takes submissions from {@code llm.requests}, answers the invalid ones, hands new
 * jobs to their department's lane, and sees to it that a job that is asked for again is answered
 * again and not called again.
 *
 * <p>Guarantee: every record on {@code llm.requests} becomes exactly one of an accepted job, a
 * remembered submission, an order to repeat an answer, a REJECTED response or a dead letter, in the
 * transaction that finishes its offset. Read {@link io.quaestor.ingest.IngestTopology} first, then
 * {@link io.quaestor.ingest.RequestProcessor}; the rules are in {@link
 * io.quaestor.ingest.submission} and {@link io.quaestor.ingest.ledger}, and answers are repeated by
 * {@link io.quaestor.ingest.replay}.
 */
@NullMarked
package io.quaestor.ingest;

import org.jspecify.annotations.NullMarked;
