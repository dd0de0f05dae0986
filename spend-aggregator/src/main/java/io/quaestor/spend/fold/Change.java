package io.quaestor.spend.fold;

import io.quaestor.event.BudgetEvent;
import io.quaestor.event.Charge;
import io.quaestor.event.LaneTaken;

/** What folding one event leads to. */
public sealed interface Change {

    /** To be kept in the lane's book. */
    sealed interface Kept extends Change {}

    /** To be published. */
    sealed interface Said extends Change {}

    /** A hold was opened, or something about an open one changed. */
    record HoldKept(OpenHold hold) implements Kept {}

    record HoldEnded(HoldId id) implements Kept {}

    record EstimateKept(Estimate estimate) implements Kept {}

    record EstimateEnded(HoldId id) implements Kept {}

    record TotalKept(KeyTotal total) implements Kept {}

    record LimitSet(Limit limit) implements Kept {}

    record LimitEnded(String budget) implements Kept {}

    record Charged(Charge charge) implements Said {}

    record Judged(BudgetEvent event) implements Said {}

    /** All states of the lane are to be published, then the echo. */
    record LaneClaimed(LaneTaken claim) implements Said {}

    /** Something the protocol excludes; it changed no money, and is logged and counted. */
    record Odd(String what) implements Said {}
}
