/**
 * What is remembered of jobs so that each submission gets one answer and each job one run at a
 * time: entries, the events that change them, and a pure decision from the one and the other.
 *
 * <p>Guarantee: of the submissions that share a run all but one are answered by repeating its
 * answer; whatever the order of events, no submission is decided twice. Read {@link
 * io.quaestor.ingest.ledger.Ledger} first.
 */
@NullMarked
package io.quaestor.ingest.ledger;

import org.jspecify.annotations.NullMarked;
