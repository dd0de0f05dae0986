package io.quaestor.kernel.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.kernel.Meter;
import io.quaestor.kernel.Money;
import io.quaestor.kernel.Route;
import io.quaestor.kernel.TokenUsage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PricingTest {

    private static final Route HAIKU = Route.of("sim-aws", "haiku");
    private static final Route MINI = Route.of("sim-oai", "mini");
    private static final Route UNKNOWN = Route.of("sim-oai", "newer-than-the-data");
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2026-02-01T00:00:00Z");

    private final Rates haiku = rates("0.25", "1.25");
    private final Rates mini = rates("0.15", "0.6");
    private final Pricing pricing =
            new Pricing(new PriceBook(1, List.of(sheet(HAIKU, haiku), sheet(MINI, mini))));

    @Test
    void chargesEachMeterAtItsPrice() {
        Rates rates =
                haiku.with(Meter.CACHED_INPUT, perMillion("0.03"))
                        .with(Meter.CACHE_WRITE, perMillion("0.3"));

        Priced priced = priced(rates, new TokenUsage(1237, 300, 37, 411, 11));

        assertThat(priced.lines())
                .containsExactly(
                        line(Meter.INPUT, 900, "0.25", 225_000_000, 225_000),
                        line(Meter.CACHED_INPUT, 300, "0.03", 9_000_000, 9_000),
                        line(Meter.CACHE_WRITE, 37, "0.3", 11_100_000, 11_100),
                        line(Meter.OUTPUT, 400, "1.25", 500_000_000, 500_000),
                        line(Meter.REASONING, 11, "1.25", 13_750_000, 13_750));
        assertThat(priced.total()).isEqualTo(Money.parseUsd("0.00075885"));
        assertThat(priced.priceVersion()).isEqualTo("v1");
    }

    @Test
    void givesTheRemainderOfRoundingToTheLargestLine() {
        Rates rates =
                Rates.of(new UnitPrice(1_400), new UnitPrice(2_400))
                        .with(Meter.CACHED_INPUT, new UnitPrice(900));

        Priced priced = priced(rates, new TokenUsage(2, 1, 0, 1, 0));

        assertThat(priced.lines())
                .extracting(LineItem::share)
                .containsExactly(new Money(1), new Money(0), new Money(4));
        assertThat(priced.total()).isEqualTo(new Money(5));
    }

    @Test
    void roundsHalfUpOncePerAttempt() {
        assertThat(
                        priced(Rates.of(new UnitPrice(499), UnitPrice.FREE), TokenUsage.of(1, 0))
                                .total())
                .isEqualTo(Money.ZERO);
        assertThat(
                        priced(Rates.of(new UnitPrice(500), UnitPrice.FREE), TokenUsage.of(1, 0))
                                .total())
                .isEqualTo(new Money(1));
        assertThat(
                        priced(
                                        Rates.of(new UnitPrice(250), new UnitPrice(250)),
                                        TokenUsage.of(1, 1))
                                .total())
                .isEqualTo(new Money(1));
    }

    @Test
    void listsFreeTokensButNoAbsentFee() {
        Priced priced = priced(Rates.of(UnitPrice.FREE, UnitPrice.FREE), TokenUsage.of(5, 0));

        assertThat(priced.lines()).extracting(LineItem::meter).containsExactly(Meter.INPUT);
        assertThat(priced.total()).isEqualTo(Money.ZERO);
    }

    @Test
    void chargesAFeePerRequestEvenWithoutTokens() {
        Rates rates = haiku.with(Meter.REQUEST, UnitPrice.parsePerUnit("0.01"));

        assertThat(priced(rates, TokenUsage.ZERO).total()).isEqualTo(Money.parseUsd("0.01"));
    }

    @Test
    void chargesImagesAndAudioApartFromTokens() {
        PriceSheet sheet =
                sheet(
                        HAIKU,
                        haiku.with(Meter.IMAGE, UnitPrice.parsePerUnit("0.04"))
                                .with(Meter.AUDIO, UnitPrice.parsePerUnit("0.006")));

        Cost cost = Pricing.charge(sheet, new Consumption(TokenUsage.ZERO, 2, 3));

        assertThat(cost)
                .isInstanceOfSatisfying(
                        Priced.class,
                        p -> assertThat(p.total()).isEqualTo(Money.parseUsd("0.098")));
    }

    @Test
    void neverChargesZeroForWhatHasNoPrice() {
        assertReason(pricing.charge(UNKNOWN, TokenUsage.of(1, 1), FROM), Unpriced.Reason.NO_PRICE);
        assertReason(
                pricing.charge(HAIKU, TokenUsage.of(1, 1), FROM.minusNanos(1)),
                Unpriced.Reason.NO_PRICE);
        assertReason(
                Pricing.charge(sheet(HAIKU, haiku), new Consumption(TokenUsage.ZERO, 1, 0)),
                Unpriced.Reason.NO_PRICE_FOR_METER);
    }

    @Test
    void saysSoWhenAnAmountLeavesTheRange() {
        assertReason(
                pricing.charge(HAIKU, TokenUsage.of(Long.MAX_VALUE / 2, 0), FROM),
                Unpriced.Reason.OVERFLOW);
        assertReason(
                pricing.charge(
                        HAIKU,
                        TokenUsage.of(Long.MAX_VALUE / 250_000, Long.MAX_VALUE / 1_250_000),
                        FROM),
                Unpriced.Reason.OVERFLOW);
        assertReason(
                pricing.bound(
                        List.of(HAIKU), ConsumptionBound.tokens(Long.MAX_VALUE, 1), FROM, LATER),
                Unpriced.Reason.OVERFLOW);
    }

    @Test
    void boundsACallByItsDearestCandidate() {
        CostBound bound =
                pricing.bound(
                        List.of(MINI, HAIKU), ConsumptionBound.tokens(1000, 100), FROM, LATER);

        assertThat(bound).isEqualTo(new Bounded(Money.parseUsd("0.000375")));
    }

    @Test
    void boundsNothingWhenOneCandidateHasNoPrice() {
        CostBound bound =
                pricing.bound(List.of(HAIKU, UNKNOWN), ConsumptionBound.tokens(1, 1), FROM, LATER);

        assertReason(bound, Unpriced.Reason.NO_PRICE);
    }

    @Test
    void boundsByEveryPriceInForceUntilTheDeadline() {
        PriceSheet dearer =
                PriceSheet.standard(HAIKU, "eu-west-1", LATER, "v2", rates("2.5", "12.5"));
        Pricing changing = new Pricing(new PriceBook(2, List.of(sheet(HAIKU, haiku), dearer)));
        ConsumptionBound most = ConsumptionBound.tokens(1000, 100);

        assertThat(changing.bound(List.of(HAIKU), most, FROM, LATER.minusNanos(1)))
                .isEqualTo(new Bounded(Money.parseUsd("0.000375")));
        assertThat(changing.bound(List.of(HAIKU), most, FROM, LATER))
                .isEqualTo(new Bounded(Money.parseUsd("0.00375")));
    }

    @Test
    void boundsEveryInputTokenByTheDearestInputMeter() {
        Rates rates = rates("1", "2").with(Meter.CACHE_WRITE, perMillion("10"));
        Pricing cacheWrites = new Pricing(new PriceBook(1, List.of(sheet(HAIKU, rates))));

        assertThat(cacheWrites.bound(List.of(HAIKU), ConsumptionBound.tokens(100, 0), FROM, FROM))
                .isEqualTo(new Bounded(Money.parseUsd("0.001")));
    }

    @Test
    void boundsByTheDearestTierThatTheInputCanReach() {
        PriceSheet tiered =
                new PriceSheet(
                        HAIKU,
                        ServiceTier.STANDARD,
                        "",
                        FROM,
                        PriceSheet.OPEN_END,
                        "v1",
                        rates("1", "1"),
                        List.of(new ContextTier(1000, rates("4", "4"))));
        Pricing pricing = new Pricing(new PriceBook(1, List.of(tiered)));

        assertThat(pricing.bound(List.of(HAIKU), ConsumptionBound.tokens(1000, 0), FROM, FROM))
                .isEqualTo(new Bounded(Money.parseUsd("0.001")));
        assertThat(pricing.bound(List.of(HAIKU), ConsumptionBound.tokens(1001, 0), FROM, FROM))
                .isEqualTo(new Bounded(Money.parseUsd("0.004004")));
    }

    @Test
    void boundsImagesOnlyWhereTheyHaveAPrice() {
        ConsumptionBound most = new ConsumptionBound(0, 0, 1, 0);

        assertReason(
                pricing.bound(List.of(HAIKU), most, FROM, FROM),
                Unpriced.Reason.NO_PRICE_FOR_METER);
    }

    @Test
    void needsACandidateAndAnInterval() {
        ConsumptionBound most = ConsumptionBound.tokens(1, 1);
        assertThatThrownBy(() -> pricing.bound(List.of(), most, FROM, LATER))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pricing.bound(List.of(HAIKU), most, LATER, FROM))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesLinesThatDoNotSumToTheTotal() {
        assertThatThrownBy(() -> new Priced(List.of(), new Money(1), "v1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Priced priced(Rates rates, TokenUsage usage) {
        return switch (Pricing.charge(sheet(HAIKU, rates), Consumption.of(usage))) {
            case Priced priced -> priced;
            case Unpriced unpriced -> throw new AssertionError(unpriced.toString());
        };
    }

    private static void assertReason(Object cost, Unpriced.Reason reason) {
        assertThat(cost)
                .isInstanceOfSatisfying(
                        Unpriced.class, u -> assertThat(u.reason()).isEqualTo(reason));
    }

    private static LineItem line(
            Meter meter, long quantity, String perMillion, long picoUsd, long nanoUsd) {
        return new LineItem(meter, quantity, perMillion(perMillion), picoUsd, new Money(nanoUsd));
    }

    private static PriceSheet sheet(Route route, Rates rates) {
        return PriceSheet.standard(route, "eu-west-1", FROM, "v1", rates);
    }

    private static Rates rates(String input, String output) {
        return Rates.of(perMillion(input), perMillion(output));
    }

    private static UnitPrice perMillion(String usd) {
        return UnitPrice.parsePerMillion(usd);
    }
}
