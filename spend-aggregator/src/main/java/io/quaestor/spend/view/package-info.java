/**
 * What HTTP tells of the money: folds of the published topics, bounded, newest first. Pure.
 *
 * <p>Guarantee: what is shown is whole. A window of which a part may be missing (it began before
 * the reading did, or rows of it had to make room) is not shown at all, and {@code completeSince}
 * says from when on all are. Read {@link io.quaestor.spend.view.Shelves} first.
 */
@NullMarked
package io.quaestor.spend.view;

import org.jspecify.annotations.NullMarked;
