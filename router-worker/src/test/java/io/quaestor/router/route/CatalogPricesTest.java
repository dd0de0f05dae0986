package io.quaestor.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.PriceEntry;
import io.quaestor.kernel.Route;
import io.quaestor.kernel.TokenUsage;
import io.quaestor.kernel.price.Cost;
import io.quaestor.kernel.price.Priced;
import io.quaestor.kernel.price.Pricing;
import io.quaestor.kernel.price.Unpriced;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.Samples;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogPricesTest {
    private static final String HAIKU = "haiku@sim-aws";
    private static final Route ROUTE = Route.of("sim-aws", "vendor.haiku:0");
    private static final Route OTHER = Route.of("sim-oai", "vendor.mini:0");

    private final SampleCatalog catalog = SampleCatalog.legal();

    @Test
    void pricesEveryModelByItsProviderAndId() {
        assertThat(nanoUsd(ROUTE, 1_000)).isEqualTo(250_000);
        assertThat(nanoUsd(OTHER, 1_000)).isEqualTo(250_000);
        assertThat(prices().problems()).isEmpty();
    }

    @Test
    void pricesLongInputsByTheirContextTier() {
        prices(HAIKU, price(0, 250_000), price(100, 500_000));
        assertThat(nanoUsd(ROUTE, 100)).isEqualTo(25_000);
        assertThat(nanoUsd(ROUTE, 101)).isEqualTo(50_500);
    }

    @Test
    void stillPricesCallsOfARetiredModelThatBeganBefore() {
        catalog.retireModel(HAIKU).retireProvider("sim-aws");

        assertThat(nanoUsd(ROUTE, 1_000)).isEqualTo(250_000);
        assertThat(prices().problems()).isEmpty();
    }

    @Test
    void takesThePriceInForceOverThatOfARetiredNameOfTheModel() {
        catalog.model("old", "sim-aws", "vendor.haiku:0");
        catalog.changeModel("old", old -> old.setPrices(List.of(price(0, 999))));
        catalog.retireModel("old");

        assertThat(nanoUsd(ROUTE, 1_000)).isEqualTo(250_000);
    }

    @Test
    void leavesPricesThatDoNotBeginAtTheFirstTokenOut() {
        prices(HAIKU, price(100, 500_000));
        assertUnpricedAlone();
    }

    @Test
    void leavesPricesOutThatNameTheSameTierTwice() {
        prices(HAIKU, price(0, 250_000), price(0, 500_000));
        assertUnpricedAlone();
    }

    @Test
    void leavesPricesWithoutAnOutputMeterOut() {
        change(entry -> entry.setPicoUsd(Map.of("input", 1L)));
        assertUnpricedAlone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens", "INPUT", ""})
    void leavesPricesOfAnUnknownMeterOut(String meter) {
        change(entry -> entry.setPicoUsd(Map.of("input", 1L, "output", 1L, meter, 1L)));
        assertUnpricedAlone();
    }

    @Test
    void leavesNegativePricesOut() {
        change(entry -> entry.setPicoUsd(Map.of("input", -1L, "output", 1L)));
        assertUnpricedAlone();
    }

    @Test
    void leavesPricesThatEndBeforeTheyBeginOut() {
        change(entry -> entry.setUntil(SampleCatalog.PRICED_SINCE));
        assertUnpricedAlone();
    }

    @Test
    void leavesAModelOutThatNoRouteCanName() {
        catalog.model("bad", "sim-aws", "two words").model("worse", "No Provider", "id");
        assertThat(prices().problems()).hasSize(2);
        assertThat(nanoUsd(ROUTE, 1_000)).isEqualTo(250_000);
    }

    @Test
    void takesTwoNamesOfOneModelWithTheSamePrices() {
        catalog.model("haiku-again@sim-aws", "sim-aws", "vendor.haiku:0");
        assertThat(prices().problems()).isEmpty();
        assertThat(nanoUsd(ROUTE, 1_000)).isEqualTo(250_000);
    }

    @Test
    void doesNotGuessBetweenTwoNamesOfOneModelWithOtherPrices() {
        catalog.model("haiku-again@sim-aws", "sim-aws", "vendor.haiku:0");
        prices("haiku-again@sim-aws", price(0, 1));
        assertUnpricedAlone();
    }

    @Test
    void saysWhichVersionOfTheCatalogueItIsOf() {
        assertThat(catalog.version(12).prices().version()).isEqualTo(12);
    }

    private void assertUnpricedAlone() {
        assertThat(prices().problems()).hasSize(1);
        assertThat(prices().problems().getFirst()).contains("haiku");
        assertThat(charge(ROUTE, 1_000)).isInstanceOf(Unpriced.class);
        assertThat(nanoUsd(OTHER, 1_000)).isEqualTo(250_000);
    }

    private CatalogPrices prices() {
        return CatalogPrices.of(catalog.snapshot());
    }

    private void prices(String model, PriceEntry... entries) {
        catalog.changeModel(model, entry -> entry.setPrices(List.of(entries)));
    }

    private void change(Consumer<PriceEntry> change) {
        var entry = price(0, 250_000);
        change.accept(entry);
        prices(HAIKU, entry);
    }

    private static PriceEntry price(long above, long inputPicoUsd) {
        var entry = SampleCatalog.price("v", inputPicoUsd, 1_250_000);
        entry.setAboveInputTokens(above);
        return entry;
    }

    private Cost charge(Route route, long input) {
        return new Pricing(prices().book()).charge(route, TokenUsage.of(input, 0), Samples.NOW);
    }

    private long nanoUsd(Route route, long input) {
        return ((Priced) charge(route, input)).total().nanoUsd();
    }
}
