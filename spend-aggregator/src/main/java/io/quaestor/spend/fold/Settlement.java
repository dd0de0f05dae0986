package io.quaestor.spend.fold;

import io.quaestor.event.Charge;
import io.quaestor.event.RouteRef;
import io.quaestor.spend.fold.OpenHold.Observed;
import java.util.ArrayList;
import java.util.List;

/**
 * What the end of a hold, or its correction, moves in every key of the hold, and the charges that
 * add up to it.
 */
final class Settlement {

    static Folding settle(Folding folding, OpenHold hold, Observed actual) {
        var rows =
                ChargeRows.charging(hold, folding.event(), folding.offset())
                        .actual(actual.attempt(), actual.route(), actual.usage(), actual.cost());
        long amount = ChargeRows.sum(rows);
        boolean simulated = hold.simulated() || actual.route().getSimulated();
        var change =
                new Tally(
                        -hold.boundNanoUsd(),
                        amount,
                        0,
                        simulated ? amount : 0,
                        1,
                        0,
                        actual.cost().getUnpriced() ? 1 : 0,
                        Tokens.of(actual.usage()));
        return folding.move(hold.keys(), change).charge(rows).keep(new Change.HoldEnded(hold.id()));
    }

    /**
     * The dispatch ended without a known outcome: its bound is charged, unless its usage was seen.
     */
    static Folding unknown(
            Folding folding, OpenHold hold, Estimate.Cause cause, int attempt, RouteRef route) {
        return hold.observed()
                .map(observed -> settle(folding, hold, observed))
                .orElseGet(() -> estimate(folding, hold, cause, attempt, route));
    }

    private static Folding estimate(
            Folding folding, OpenHold hold, Estimate.Cause cause, int attempt, RouteRef route) {
        long bound = hold.boundNanoUsd();
        var change =
                new Tally(
                        -bound,
                        bound,
                        bound,
                        hold.simulated() ? bound : 0,
                        cause == Estimate.Cause.UNKNOWN_OUTCOME ? 1 : 0,
                        1,
                        hold.priced() ? 0 : 1,
                        Tokens.NONE);
        var row =
                ChargeRows.charging(hold, folding.event(), folding.offset())
                        .estimate(attempt, route, bound);
        return folding.move(hold.keys(), change)
                .charge(List.of(row))
                .keep(new Change.HoldEnded(hold.id()))
                .keep(
                        new Change.EstimateKept(
                                new Estimate(hold, cause, attempt, folding.event().getAt())));
    }

    /**
     * The estimate is taken back and the actual cost charged; without a price the estimate stays.
     */
    static Folded correct(Folding folding, Estimate estimate, Observed actual) {
        if (!estimate.correctableAt(folding.event().getAt())) {
            return new Folded.Unfoldable("usage came later than an estimate can be corrected");
        }
        var hold = estimate.hold();
        var rows = ChargeRows.correcting(hold, folding.event(), folding.offset());
        var charges = new ArrayList<Charge>();
        long withdrawn = actual.cost().getUnpriced() ? 0 : hold.boundNanoUsd();
        if (!actual.cost().getUnpriced()) {
            charges.add(rows.estimate(actual.attempt(), actual.route(), -withdrawn));
        }
        charges.addAll(
                rows.actual(actual.attempt(), actual.route(), actual.usage(), actual.cost()));
        long difference = ChargeRows.sum(charges);
        var change =
                new Tally(
                        0,
                        difference,
                        -withdrawn,
                        hold.simulated() ? difference : 0,
                        0,
                        0,
                        (actual.cost().getUnpriced() ? 1 : 0) - (hold.priced() ? 0 : 1),
                        Tokens.of(actual.usage()));
        return folding.move(hold.keys(), change)
                .charge(charges)
                .keep(new Change.EstimateEnded(hold.id()))
                .changes();
    }

    /** The dispatch ended without a call after all. */
    static void withdraw(Folding folding, Estimate estimate) {
        var hold = estimate.hold();
        long bound = hold.boundNanoUsd();
        var change =
                new Tally(
                        0,
                        -bound,
                        -bound,
                        hold.simulated() ? -bound : 0,
                        0,
                        -1,
                        hold.priced() ? 0 : -1,
                        Tokens.NONE);
        var row =
                ChargeRows.correcting(hold, folding.event(), folding.offset())
                        .estimate(0, hold.route(), -bound);
        folding.move(hold.keys(), change)
                .charge(List.of(row))
                .keep(new Change.EstimateEnded(hold.id()));
    }

    private Settlement() {}
}
