/**
 * The money of one lane as a fold of its journal: holds, totals per spend key and calendar window,
 * charges, budgets.
 *
 * <p>Guarantee: the same events at the same offsets give the same money, charges and budget events,
 * whenever they are folded; an event that was folded before changes nothing. No I/O: entries lie
 * behind {@link io.quaestor.spend.fold.Entries}. Read {@link io.quaestor.spend.fold.LaneFold}
 * first, then {@link io.quaestor.spend.fold.LaneBook}.
 */
@NullMarked
package io.quaestor.spend.fold;

import org.jspecify.annotations.NullMarked;
