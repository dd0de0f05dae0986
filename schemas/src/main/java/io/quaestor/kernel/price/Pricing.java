package io.quaestor.kernel.price;

import io.quaestor.kernel.Meter;
import io.quaestor.kernel.Money;
import io.quaestor.kernel.Route;
import io.quaestor.kernel.TokenUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Charges and bounds by one price book.
 *
 * <p>A charge is summed exactly in pico-USD and rounded once per attempt to nano-USD, half up. Each
 * line gets its own cost rounded down, and what is left over goes to the line that costs most (the
 * first of equals), so that lines always sum to the attempt. A bound is rounded up. Hence a charge
 * is at most the bound whenever the consumption is.
 */
public record Pricing(PriceBook book) {

    private static final long PICO_PER_NANO = 1000;

    /** The charge of a call of the standard tier that was started at {@code at}. */
    public Cost charge(Route route, TokenUsage usage, Instant at) {
        return charge(route, ServiceTier.STANDARD, Consumption.of(usage), at);
    }

    /** The charge of a call that was started at {@code at}. */
    public Cost charge(Route route, ServiceTier serviceTier, Consumption consumed, Instant at) {
        Optional<PriceSheet> sheet = book.sheet(route, serviceTier, at);
        return sheet.isEmpty()
                ? noPrice(route, serviceTier, "at " + at)
                : charge(sheet.get(), consumed);
    }

    /** The charge of a call by a given sheet. */
    public static Cost charge(PriceSheet sheet, Consumption consumed) {
        Rates rates = sheet.rates(consumed.tokens().input());
        List<LineItem> exact = new ArrayList<>(Meter.values().length);
        long totalPicoUsd = 0;
        try {
            for (Meter meter : Meter.values()) {
                long quantity = consumed.quantity(meter);
                Optional<UnitPrice> price = rates.price(meter);
                if (quantity > 0 && price.isEmpty()) {
                    return noPriceForMeter(sheet.route(), meter);
                }
                if (quantity > 0 && isListed(meter, price.get())) {
                    LineItem line = line(meter, quantity, price.get());
                    exact.add(line);
                    totalPicoUsd = Math.addExact(totalPicoUsd, line.picoUsd());
                }
            }
        } catch (ArithmeticException _) {
            return overflow(sheet.route(), "consumption " + consumed);
        }
        Money total = Money.ofNanoUsd(roundHalfUp(totalPicoUsd));
        return new Priced(withRemainder(exact, total), total, sheet.version());
    }

    /** What a call of the standard tier can cost on any of the candidates, dearest first or not. */
    public CostBound bound(
            Collection<Route> candidates, ConsumptionBound most, Instant from, Instant until) {
        return bound(candidates, ServiceTier.STANDARD, most, from, until);
    }

    /**
     * What a call can cost at most on any of the candidates, started at any instant of {@code
     * [from, until]}: every input token at the dearest input meter, every output token at the
     * dearest output meter, over every context tier and every sheet in force.
     *
     * @throws IllegalArgumentException when there is no candidate or the interval is turned round
     */
    public CostBound bound(
            Collection<Route> candidates,
            ServiceTier serviceTier,
            ConsumptionBound most,
            Instant from,
            Instant until) {
        if (candidates.isEmpty() || until.isBefore(from)) {
            throw new IllegalArgumentException("a bound needs a candidate and an interval");
        }
        Money dearest = Money.ZERO;
        for (Route route : candidates) {
            switch (bound(route, serviceTier, most, from, until)) {
                case Bounded(Money atMost) -> dearest = Money.max(dearest, atMost);
                case Unpriced unpriced -> {
                    return unpriced;
                }
            }
        }
        return new Bounded(dearest);
    }

    private CostBound bound(
            Route route,
            ServiceTier serviceTier,
            ConsumptionBound most,
            Instant from,
            Instant until) {
        Set<PriceSheet> sheets = book.sheets(route, serviceTier, from, until);
        if (sheets.isEmpty()) {
            return noPrice(route, serviceTier, "from " + from + " until " + until);
        }
        return DearestRates.of(sheets, most.inputTokens()).bound(route, most);
    }

    private static LineItem line(Meter meter, long quantity, UnitPrice price) {
        long picoUsd = price.times(quantity);
        return new LineItem(
                meter, quantity, price, picoUsd, Money.ofNanoUsd(picoUsd / PICO_PER_NANO));
    }

    /** A request without a fee is no line; free tokens are one, for their quantity is wanted. */
    private static boolean isListed(Meter meter, UnitPrice price) {
        return meter != Meter.REQUEST || !price.equals(UnitPrice.FREE);
    }

    private static List<LineItem> withRemainder(List<LineItem> lines, Money total) {
        Money rest = total;
        int largest = 0;
        for (int i = 0; i < lines.size(); i++) {
            rest = rest.minus(lines.get(i).share());
            if (lines.get(i).picoUsd() > lines.get(largest).picoUsd()) {
                largest = i;
            }
        }
        if (!rest.isZero()) {
            LineItem line = lines.get(largest);
            lines.set(
                    largest,
                    new LineItem(
                            line.meter(),
                            line.quantity(),
                            line.price(),
                            line.picoUsd(),
                            line.share().plus(rest)));
        }
        return lines;
    }

    private static long roundHalfUp(long picoUsd) {
        long roundedUp = picoUsd % PICO_PER_NANO >= PICO_PER_NANO / 2 ? 1 : 0;
        return picoUsd / PICO_PER_NANO + roundedUp;
    }

    private static Unpriced noPrice(Route route, ServiceTier serviceTier, String when) {
        return new Unpriced(
                route, Unpriced.Reason.NO_PRICE, "no price for tier " + serviceTier + " " + when);
    }

    static Unpriced noPriceForMeter(Route route, Meter meter) {
        return new Unpriced(
                route,
                Unpriced.Reason.NO_PRICE_FOR_METER,
                "no price for meter " + meter.standardName());
    }

    static Unpriced overflow(Route route, String what) {
        return new Unpriced(route, Unpriced.Reason.OVERFLOW, "amount out of range: " + what);
    }

    static Money roundUp(long picoUsd) {
        return Money.ofNanoUsd(Math.ceilDiv(picoUsd, PICO_PER_NANO));
    }
}
