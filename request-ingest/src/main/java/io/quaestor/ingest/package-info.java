/**
 * The front door: takes submissions from {@code llm.requests}, answers the invalid ones, and hands
 * the valid ones to their department's lane.
 *
 * <p>Guarantee: every record on {@code llm.requests} becomes exactly one of an accepted job, a
 * REJECTED response or a dead letter, in the transaction that finishes its offset. Read {@link
 * io.quaestor.ingest.IngestTopology} first, then {@link io.quaestor.ingest.RequestProcessor}; the
 * rules are in {@link io.quaestor.ingest.submission}.
 */
@NullMarked
package io.quaestor.ingest;

import org.jspecify.annotations.NullMarked;
