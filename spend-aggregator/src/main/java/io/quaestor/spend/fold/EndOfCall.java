package io.quaestor.spend.fold;

import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.Cost;
import io.quaestor.event.Usage;
import io.quaestor.spend.fold.OpenHold.Observed;

/** What an {@code AttemptFinished} says about money. */
sealed interface EndOfCall {
    record Unbilled() implements EndOfCall {}

    record Known(Observed actual) implements EndOfCall {}

    record Unknown() implements EndOfCall {}

    static EndOfCall of(AttemptFinished finished) {
        if (finished.getOutcome() == AttemptOutcome.UNKNOWN) {
            return new Unknown();
        }
        return switch (finished.getBilling()) {
            case UNBILLED -> new Unbilled();
            case UNKNOWN -> new Unknown();
            case BILLED -> billed(finished);
        };
    }

    private static EndOfCall billed(AttemptFinished finished) {
        Usage usage = finished.getUsage();
        Cost cost = finished.getCost();
        return usage == null || cost == null || cost.getEstimated()
                ? new Unknown()
                : new Known(new Observed(finished.getAttempt(), finished.getRoute(), usage, cost));
    }
}
