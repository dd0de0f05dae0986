/**
 * When to commit: how many jobs share the cost of a transaction. Read {@link
 * io.quaestor.router.pace.PacedTransactions} first.
 *
 * <p>Guarantee: a rest ends after 400 ms at the latest.
 */
@NullMarked
package io.quaestor.router.pace;

import org.jspecify.annotations.NullMarked;
