package io.quaestor.router.attempt;

import io.quaestor.event.ChargeMeter;
import io.quaestor.event.Cost;
import io.quaestor.event.CostLine;
import io.quaestor.event.Hold;
import io.quaestor.event.RouteRef;
import io.quaestor.event.Usage;
import io.quaestor.kernel.Route;
import io.quaestor.kernel.TokenUsage;
import io.quaestor.kernel.price.LineItem;
import io.quaestor.kernel.price.PriceBook;
import io.quaestor.kernel.price.Priced;
import io.quaestor.kernel.price.Pricing;
import io.quaestor.kernel.price.Unpriced;
import java.time.Instant;
import java.util.List;

/** What one attempt costs, in the terms of the records. Pure. */
final class AttemptCost {
    /** The charge of known usage at the prices in force when the call started. */
    static Cost of(PriceBook prices, RouteRef route, TokenUsage usage, Instant startedAt) {
        var charged =
                new Pricing(prices)
                        .charge(
                                Route.of(route.getProvider(), route.getModelId()),
                                usage,
                                startedAt);
        return switch (charged) {
            case Priced(var lines, var total, var version) ->
                    new Cost(
                            total.nanoUsd(),
                            version,
                            false,
                            false,
                            lines.stream().map(AttemptCost::line).toList());
            case Unpriced _ -> new Cost(0L, "", true, false, List.of());
        };
    }

    /** The hold's bound, for a call whose outcome or usage is unknown. */
    static Cost estimate(Hold hold, String priceVersion) {
        long bound = hold.getBoundNanoUsd();
        return hold.getPriced()
                ? new Cost(bound, priceVersion, false, true, List.of(estimateLine(bound)))
                : new Cost(0L, "", true, true, List.of());
    }

    static Usage usage(TokenUsage usage) {
        return new Usage(
                usage.input(),
                usage.cachedInput(),
                usage.cacheWrite(),
                usage.output(),
                usage.reasoning());
    }

    private static CostLine estimateLine(long boundNanoUsd) {
        long pico = Math.multiplyExact(boundNanoUsd, 1000L);
        return new CostLine(ChargeMeter.ESTIMATE, 1L, pico, pico, boundNanoUsd);
    }

    private static CostLine line(LineItem line) {
        return new CostLine(
                ChargeMeter.valueOf(line.meter().name()),
                line.quantity(),
                line.price().picoUsd(),
                line.picoUsd(),
                line.share().nanoUsd());
    }

    private AttemptCost() {}
}
