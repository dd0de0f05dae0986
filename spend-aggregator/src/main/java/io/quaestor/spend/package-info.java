/**
 * Folds {@code llm.journal} into charges, spend totals, budget states and budget events.
 *
 * <p>Guarantee: what is published and what is kept commit in one Kafka transaction with the journal
 * position, so every charge is published once and totals are the sum of the charges. Read {@link
 * io.quaestor.spend.SpendTopology}, then {@link io.quaestor.spend.LaneProcessor}, then package
 * {@code fold}.
 */
@NullMarked
package io.quaestor.spend;

import org.jspecify.annotations.NullMarked;
