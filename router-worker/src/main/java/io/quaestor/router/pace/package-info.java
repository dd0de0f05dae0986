/**
 * When to commit: how many jobs share the cost of a transaction.
 *
 * <p>Guarantee: nothing waits for its transaction longer than {@link
 * io.quaestor.router.pace.TransactionPace#REST_MAX}.
 */
@NullMarked
package io.quaestor.router.pace;

import org.jspecify.annotations.NullMarked;
