package io.quaestor.kernel.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.kernel.Meter;
import io.quaestor.kernel.Route;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriceBookTest {

    private static final Route HAIKU = Route.of("sim-aws", "haiku");
    private static final Instant MARCH = PriceSheet.startOf(LocalDate.of(2026, 3, 1));
    private static final Instant APRIL = PriceSheet.startOf(LocalDate.of(2026, 4, 1));
    private static final Instant MAY = PriceSheet.startOf(LocalDate.of(2026, 5, 1));
    private static final Rates RATES = Rates.of(new UnitPrice(250_000), new UnitPrice(1_250_000));

    private final PriceSheet first = sheet("first", MARCH, PriceSheet.OPEN_END);
    private final PriceSheet second = sheet("second", APRIL, PriceSheet.OPEN_END);
    private final PriceSheet promotion = sheet("promotion", APRIL, MAY);

    @Test
    void findsTheSheetThatBeganLast() {
        PriceBook book = new PriceBook(7, List.of(second, first));

        assertThat(book.version()).isEqualTo(7);
        assertThat(book.sheet(HAIKU, ServiceTier.STANDARD, APRIL.minusNanos(1))).contains(first);
        assertThat(book.sheet(HAIKU, ServiceTier.STANDARD, APRIL)).contains(second);
    }

    @Test
    void returnsToTheFormerSheetWhenAPromotionEnds() {
        PriceBook book = new PriceBook(1, List.of(first, promotion));

        assertThat(book.sheet(HAIKU, ServiceTier.STANDARD, MAY.minusNanos(1))).contains(promotion);
        assertThat(book.sheet(HAIKU, ServiceTier.STANDARD, MAY)).contains(first);
    }

    @Test
    void findsNothingBeforeTheFirstPriceOrForAnotherRouteOrTier() {
        PriceBook book = new PriceBook(1, List.of(first));

        assertThat(book.sheet(HAIKU, ServiceTier.STANDARD, MARCH.minusNanos(1))).isEmpty();
        assertThat(book.sheet(Route.of("sim-aws", "opus"), ServiceTier.STANDARD, MAY)).isEmpty();
        assertThat(book.sheet(HAIKU, new ServiceTier("batch"), MAY)).isEmpty();
    }

    @Test
    void findsEverySheetOfAnIntervalWithBothEnds() {
        PriceBook book = new PriceBook(1, List.of(first, promotion));

        assertThat(book.sheets(HAIKU, ServiceTier.STANDARD, MARCH, APRIL.minusNanos(1)))
                .containsExactly(first);
        assertThat(book.sheets(HAIKU, ServiceTier.STANDARD, MARCH, APRIL))
                .containsExactly(first, promotion);
        assertThat(book.sheets(HAIKU, ServiceTier.STANDARD, APRIL, MAY))
                .containsExactly(promotion, first);
        assertThat(book.sheets(HAIKU, ServiceTier.STANDARD, APRIL, APRIL))
                .containsExactly(promotion);
    }

    @Test
    void findsNothingForAnIntervalWithAGap() {
        PriceBook book = new PriceBook(1, List.of(promotion));

        assertThat(book.sheets(HAIKU, ServiceTier.STANDARD, MARCH, APRIL)).isEmpty();
        assertThat(book.sheets(HAIKU, ServiceTier.STANDARD, APRIL, MAY)).isEmpty();
        assertThat(book.sheets(HAIKU, ServiceTier.STANDARD, APRIL, MAY.minusNanos(1))).hasSize(1);
    }

    @Test
    void refusesTwoSheetsThatBeginTogether() {
        assertThatThrownBy(() -> new PriceBook(1, List.of(second, promotion)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("haiku@sim-aws");
    }

    @Test
    void fallsBackByTheDocumentedRule() {
        UnitPrice input = new UnitPrice(3);
        UnitPrice output = new UnitPrice(5);
        Rates rates = Rates.of(input, output);

        assertThat(rates.price(Meter.CACHED_INPUT)).contains(input);
        assertThat(rates.price(Meter.CACHE_WRITE)).contains(input);
        assertThat(rates.price(Meter.REASONING)).contains(output);
        assertThat(rates.price(Meter.REQUEST)).contains(UnitPrice.FREE);
        assertThat(rates.price(Meter.IMAGE)).isEmpty();
        assertThat(rates.price(Meter.AUDIO)).isEmpty();
        assertThat(rates.with(Meter.CACHED_INPUT, UnitPrice.FREE).price(Meter.CACHED_INPUT))
                .contains(UnitPrice.FREE);
    }

    @Test
    void refusesAPriceListWithoutInputOrOutput() {
        assertThatThrownBy(() -> new Rates(Map.of(Meter.INPUT, UnitPrice.FREE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rates(Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void choosesTheContextTierByInputTokens() {
        Rates long200 = Rates.of(new UnitPrice(2), new UnitPrice(4));
        Rates long500 = Rates.of(new UnitPrice(3), new UnitPrice(6));
        PriceSheet tiered =
                new PriceSheet(
                        HAIKU,
                        ServiceTier.STANDARD,
                        "eu-west-1",
                        MARCH,
                        MAY,
                        "t",
                        RATES,
                        List.of(new ContextTier(200, long200), new ContextTier(500, long500)));

        assertThat(tiered.rates(0)).isEqualTo(RATES);
        assertThat(tiered.rates(200)).isEqualTo(RATES);
        assertThat(tiered.rates(201)).isEqualTo(long200);
        assertThat(tiered.rates(500)).isEqualTo(long200);
        assertThat(tiered.rates(501)).isEqualTo(long500);
    }

    @Test
    void refusesTiersThatDoNotAscendAndPeriodsThatAreEmpty() {
        ContextTier tier = new ContextTier(200, RATES);
        assertThatThrownBy(
                        () ->
                                new PriceSheet(
                                        HAIKU,
                                        ServiceTier.STANDARD,
                                        "",
                                        MARCH,
                                        MAY,
                                        "t",
                                        RATES,
                                        List.of(tier, tier)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sheet("empty", MAY, MAY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ContextTier(0, RATES))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ServiceTier("Batch"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static PriceSheet sheet(String version, Instant from, Instant until) {
        return new PriceSheet(
                HAIKU, ServiceTier.STANDARD, "eu-west-1", from, until, version, RATES, List.of());
    }
}
