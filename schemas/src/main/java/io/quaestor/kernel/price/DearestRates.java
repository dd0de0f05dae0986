package io.quaestor.kernel.price;

import io.quaestor.kernel.Meter;
import io.quaestor.kernel.Money;
import io.quaestor.kernel.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The price lists a bounded call could meet; it takes the dearest price of each kind separately,
 * which is at least what any one list would give.
 */
record DearestRates(List<Rates> possible) {

    private static final List<Meter> INPUT_METERS =
            List.of(Meter.INPUT, Meter.CACHED_INPUT, Meter.CACHE_WRITE);
    private static final List<Meter> OUTPUT_METERS = List.of(Meter.OUTPUT, Meter.REASONING);

    /** Every list that a call with at most so many input tokens can reach on these sheets. */
    static DearestRates of(Collection<PriceSheet> sheets, long inputTokens) {
        List<Rates> possible = new ArrayList<>();
        for (PriceSheet sheet : sheets) {
            possible.add(sheet.base());
            for (ContextTier tier : sheet.tiers()) {
                if (inputTokens > tier.aboveInputTokens()) {
                    possible.add(tier.rates());
                }
            }
        }
        return new DearestRates(possible);
    }

    CostBound bound(Route route, ConsumptionBound most) {
        Optional<UnitPrice> image = dearestOfAll(Meter.IMAGE);
        if (most.images() > 0 && image.isEmpty()) {
            return Pricing.noPriceForMeter(route, Meter.IMAGE);
        }
        Optional<UnitPrice> audio = dearestOfAll(Meter.AUDIO);
        if (most.audioUnits() > 0 && audio.isEmpty()) {
            return Pricing.noPriceForMeter(route, Meter.AUDIO);
        }
        try {
            long picoUsd = dearest(INPUT_METERS).times(most.inputTokens());
            picoUsd = Math.addExact(picoUsd, dearest(OUTPUT_METERS).times(most.outputTokens()));
            picoUsd = Math.addExact(picoUsd, times(image, most.images()));
            picoUsd = Math.addExact(picoUsd, times(audio, most.audioUnits()));
            picoUsd = Math.addExact(picoUsd, dearest(List.of(Meter.REQUEST)).picoUsd());
            Money atMost = Pricing.roundUp(picoUsd);
            return new Bounded(atMost);
        } catch (ArithmeticException _) {
            return Pricing.overflow(route, most.toString());
        }
    }

    private UnitPrice dearest(List<Meter> meters) {
        var dearest = UnitPrice.FREE;
        for (var rates : possible) {
            for (var meter : meters) {
                dearest = UnitPrice.max(dearest, rates.price(meter).orElse(UnitPrice.FREE));
            }
        }
        return dearest;
    }

    /** Empty when one of the lists has no price for the meter. */
    private Optional<UnitPrice> dearestOfAll(Meter meter) {
        boolean everywhere = possible.stream().allMatch(rates -> rates.price(meter).isPresent());
        return everywhere ? Optional.of(dearest(List.of(meter))) : Optional.empty();
    }

    private static long times(Optional<UnitPrice> price, long quantity) {
        return price.isEmpty() ? 0 : price.get().times(quantity);
    }
}
