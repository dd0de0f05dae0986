package io.quaestor.router.govern;

import io.quaestor.event.ErrorType;
import io.quaestor.kernel.Money;
import io.quaestor.kernel.price.Bounded;
import io.quaestor.kernel.price.Unpriced;

/** The worst case of the dearest candidate costs at most what the request allows. */
final class CostWithinMaximum implements Rule {
    @Override
    public String name() {
        return "max-cost";
    }

    @Override
    public Verdict judge(Case theCase) {
        var maximum = theCase.request().getMaxCostNanoUsd();
        if (maximum == null || theCase.plan().candidates().isEmpty()) {
            return Verdict.ALLOW;
        }
        return switch (theCase.plan().bound()) {
            case Bounded(var atMost) when atMost.nanoUsd() <= maximum -> Verdict.ALLOW;
            case Bounded(var atMost) ->
                    new Verdict.Deny(
                            ErrorType.MAX_COST,
                            "maxCostNanoUsd",
                            "the call may cost %s, the request allows %s"
                                    .formatted(atMost, Money.ofNanoUsd(maximum)));
            case Unpriced(_, _, var why) ->
                    new Verdict.Deny(
                            ErrorType.NO_PRICE,
                            "model",
                            "what a candidate of this model may cost is unknown: " + why);
        };
    }
}
