/**
 * What every edge shares: the topic catalogue and its creation, client defaults, the catalogue
 * reader, transactions and supervised poll loops.
 *
 * <p>Guarantee: one transaction of a {@link io.quaestor.wire.KafkaTransaction} ends before the next
 * begins, and a send that failed never commits. Read {@link io.quaestor.wire.Topics} first.
 */
@NullMarked
package io.quaestor.wire;

import org.jspecify.annotations.NullMarked;
