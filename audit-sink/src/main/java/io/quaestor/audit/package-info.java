/**
 * The journal, written to PostgreSQL as one hash chain per lane.
 *
 * <p>Guarantee: every record of {@code llm.journal} that was committed is chained once, in the
 * order of its lane, byte for byte, a record nobody can read included. The chain's head and the
 * position in Kafka advance in the transaction that adds the entries, and only for the sink that
 * took the lane last.
 *
 * <p>Where to read next: {@link io.quaestor.audit.chain} for what is hashed, then {@code
 * KafkaAuditLoop} (from Kafka to the chain), {@code PostgresChain} (the transaction), and {@link
 * io.quaestor.audit.verify} for the reader that checks it all without the writer's code.
 */
@NullMarked
package io.quaestor.audit;

import org.jspecify.annotations.NullMarked;
