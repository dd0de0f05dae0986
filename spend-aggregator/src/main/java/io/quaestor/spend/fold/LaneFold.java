package io.quaestor.spend.fold;

import io.quaestor.event.Admitted;
import io.quaestor.event.AttemptFinished;
import io.quaestor.event.BudgetChanged;
import io.quaestor.event.HoldExpired;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobRejected;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LaneTaken;
import io.quaestor.event.Released;
import io.quaestor.event.UsageObserved;
import java.time.DateTimeException;

/**
 * Folds one journal event into the money of its lane: the only place where money changes.
 *
 * <p>Purely decides; {@link LaneBook#apply} keeps what was decided. Time is the event's, never the
 * clock's, so that a rebuild comes to the same amounts.
 */
public final class LaneFold {

    /** Folds the event at a journal offset; a bad event is an outcome, never an exception. */
    public static Folded fold(LaneState lane, JournalEvent event, long offset) {
        if (offset < lane.nextOffset()) {
            return new Folded.Seen();
        }
        try {
            return decide(new Folding(lane, event, offset));
        } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
            return new Folded.Unfoldable(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static Folded decide(Folding folding) {
        // An Avro union is an Object to Java: the default takes the events that move no money.
        return switch (folding.event().getEvent()) {
            case Admitted admitted -> HoldRules.admitted(folding, admitted);
            case AttemptFinished finished -> HoldRules.attemptFinished(folding, finished);
            case UsageObserved observed -> HoldRules.usageObserved(folding, observed);
            case Released released -> HoldRules.released(folding, released.getDispatch());
            case HoldExpired expired -> HoldRules.expired(folding, expired.getDispatch());
            case JobFinished _ -> HoldRules.jobEnded(folding);
            case JobRejected _ -> HoldRules.jobEnded(folding);
            case BudgetChanged changed -> BudgetRules.changed(folding, changed);
            case LaneTaken taken -> folding.say(new Change.LaneClaimed(taken)).changes();
            default -> folding.changes();
        };
    }

    private LaneFold() {}
}
