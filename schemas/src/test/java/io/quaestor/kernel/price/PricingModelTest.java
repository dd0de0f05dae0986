package io.quaestor.kernel.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.kernel.Meter;
import io.quaestor.kernel.Money;
import io.quaestor.kernel.Route;
import io.quaestor.kernel.Seed;
import io.quaestor.kernel.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Compares charges with BigDecimal, and bounds with charges, on random price books. */
class PricingModelTest {

    private static final int ROUNDS = 20_000;
    private static final int SECONDS = 1000;
    private static final List<Route> ROUTES =
            List.of(Route.of("p", "a"), Route.of("p", "b"), Route.of("q", "a"));

    @Test
    void chargesWhatBigDecimalChargesAndLinesAlwaysSum() {
        Seed.run(
                random -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        PriceSheet sheet = sheet(ROUTES.getFirst(), 0, random);
                        Consumption consumed = consumption(random, 1 << random.nextInt(21));
                        assertCharge(sheet, consumed);
                    }
                });
    }

    @Test
    void neverChargesMoreThanItsBound() {
        Seed.run(
                random -> {
                    for (int i = 0; i < ROUNDS / 4; i++) {
                        compareWithBound(random);
                    }
                });
    }

    private static void assertCharge(PriceSheet sheet, Consumption consumed) {
        Rates rates = sheet.rates(consumed.tokens().input());
        BigDecimal usd = BigDecimal.ZERO;
        for (Meter meter : Meter.values()) {
            BigDecimal price = BigDecimal.valueOf(rates.price(meter).orElseThrow().picoUsd(), 12);
            usd = usd.add(price.multiply(BigDecimal.valueOf(consumed.quantity(meter))));
        }

        Priced priced = (Priced) Pricing.charge(sheet, consumed);

        BigDecimal rounded = usd.setScale(9, RoundingMode.HALF_UP);
        assertThat(priced.total()).isEqualTo(new Money(rounded.unscaledValue().longValueExact()));
        assertThat(priced.lines().stream().map(LineItem::share).reduce(Money.ZERO, Money::plus))
                .isEqualTo(priced.total());
        for (LineItem line : priced.lines()) {
            assertThat(line.picoUsd()).isEqualTo(line.quantity() * line.price().picoUsd());
            assertThat(line.share().nanoUsd())
                    .isBetween(line.picoUsd() / 1000, line.picoUsd() / 1000 + 8);
        }
    }

    private static void compareWithBound(SplittableRandom random) {
        Pricing pricing = new Pricing(book(random));
        ConsumptionBound most =
                new ConsumptionBound(
                        random.nextInt(1 << random.nextInt(1, 20)),
                        random.nextInt(1 << random.nextInt(1, 16)),
                        random.nextInt(3),
                        random.nextInt(3));
        Instant from = Instant.ofEpochSecond(random.nextInt(SECONDS));
        Instant until = from.plusSeconds(random.nextInt(SECONDS));
        if (pricing.bound(ROUTES, most, from, until) instanceof Bounded(Money atMost)) {
            for (int i = 0; i < 10; i++) {
                Cost cost =
                        pricing.charge(
                                ROUTES.get(random.nextInt(ROUTES.size())),
                                ServiceTier.STANDARD,
                                within(most, random),
                                from.plusSeconds(
                                        random.nextLong(
                                                until.getEpochSecond()
                                                        - from.getEpochSecond()
                                                        + 1)));
                assertThat(cost).isInstanceOf(Priced.class);
                assertThat(((Priced) cost).total()).isLessThanOrEqualTo(atMost);
            }
        }
    }

    private static PriceBook book(SplittableRandom random) {
        List<PriceSheet> sheets = new ArrayList<>();
        for (Route route : ROUTES) {
            Set<Long> starts = new HashSet<>(Set.of(0L));
            for (int i = random.nextInt(4); i > 0; i--) {
                starts.add(random.nextLong(2 * SECONDS));
            }
            starts.forEach(start -> sheets.add(sheet(route, start, random)));
        }
        return new PriceBook(1, sheets);
    }

    private static PriceSheet sheet(Route route, long start, SplittableRandom random) {
        Instant from = Instant.ofEpochSecond(start);
        Instant until =
                random.nextInt(4) == 0
                        ? from.plusSeconds(random.nextInt(1, SECONDS))
                        : PriceSheet.OPEN_END;
        List<ContextTier> tiers = new ArrayList<>();
        long threshold = 0;
        for (int i = random.nextInt(3); i > 0; i--) {
            threshold += random.nextInt(1, 1 << random.nextInt(1, 18));
            tiers.add(new ContextTier(threshold, rates(random)));
        }
        return new PriceSheet(
                route, ServiceTier.STANDARD, "", from, until, "v", rates(random), tiers);
    }

    private static Rates rates(SplittableRandom random) {
        Map<Meter, UnitPrice> prices = new EnumMap<>(Meter.class);
        Set<Meter> always = Set.of(Meter.INPUT, Meter.OUTPUT, Meter.IMAGE, Meter.AUDIO);
        for (Meter meter : Meter.values()) {
            if (always.contains(meter) || random.nextBoolean()) {
                prices.put(meter, new UnitPrice(random.nextLong(1L << random.nextInt(1, 36))));
            }
        }
        return new Rates(prices);
    }

    private static Consumption consumption(SplittableRandom random, int most) {
        return within(new ConsumptionBound(most, most, 3, 3), random);
    }

    private static Consumption within(ConsumptionBound most, SplittableRandom random) {
        long input = random.nextLong(most.inputTokens() + 1);
        long cached = random.nextLong(input + 1);
        long write = random.nextLong(input - cached + 1);
        long output = random.nextLong(most.outputTokens() + 1);
        return new Consumption(
                new TokenUsage(input, cached, write, output, random.nextLong(output + 1)),
                random.nextLong(most.images() + 1),
                random.nextLong(most.audioUnits() + 1));
    }
}
