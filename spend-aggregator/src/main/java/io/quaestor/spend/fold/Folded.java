package io.quaestor.spend.fold;

import java.util.List;

/** The outcome of folding one event. */
public sealed interface Folded {

    /** Apply and publish these, in this order. */
    record Changes(List<Change> changes) implements Folded {}

    /** Folded before: nothing to do. */
    record Seen() implements Folded {}

    /**
     * Money that cannot be counted anywhere, or a record that contradicts itself: to the dead
     * letters, nothing changed.
     */
    record Unfoldable(String reason) implements Folded {}
}
