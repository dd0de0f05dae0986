package io.quaestor.router.route;

import static java.util.stream.Collectors.groupingBy;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.ModelEntry;
import io.quaestor.event.PriceEntry;
import io.quaestor.kernel.Meter;
import io.quaestor.kernel.Route;
import io.quaestor.kernel.price.ContextTier;
import io.quaestor.kernel.price.PriceBook;
import io.quaestor.kernel.price.PriceSheet;
import io.quaestor.kernel.price.Rates;
import io.quaestor.kernel.price.ServiceTier;
import io.quaestor.kernel.price.UnitPrice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The price book of a catalogue snapshot, with the prices of retired models: a call that began
 * before is priced when it ends, unless the same model is in force under another name. Entries of
 * one start and service tier differ in their context tier only, and the first of them applies from
 * the first token on.
 *
 * <p>A price that cannot be used stops nobody: its route is unpriced, which is never free, and a
 * problem says why.
 *
 * @param problems one sentence for each model whose prices are not in the book
 */
public record CatalogPrices(PriceBook book, List<String> problems) {
    public CatalogPrices {
        problems = List.copyOf(problems);
    }

    public static CatalogPrices of(CatalogSnapshot catalog) {
        var problems = new ArrayList<String>();
        var sheets = sheets(catalog, catalog.models(), problems);
        // A retired model's price can no longer be put right: its problems are nobody's news.
        sheets.putAll(sheets(catalog, gone(catalog), new ArrayList<>()));
        var all = sheets.values().stream().flatMap(List::stream).toList();
        return new CatalogPrices(new PriceBook(catalog.version(), all), problems);
    }

    /** Retired models that are not in force under another name. */
    private static Map<String, ModelEntry> gone(CatalogSnapshot catalog) {
        var gone = new HashMap<>(catalog.formerModels());
        for (var model : catalog.models().values()) {
            gone.values()
                    .removeIf(
                            former ->
                                    former.getProvider().equals(model.getProvider())
                                            && former.getId().equals(model.getId()));
        }
        return gone;
    }

    /** By route, without those that two models price differently. */
    private static Map<Route, List<PriceSheet>> sheets(
            CatalogSnapshot catalog, Map<String, ModelEntry> models, List<String> problems) {
        var sheets = new HashMap<Route, List<PriceSheet>>();
        var ambiguous = new HashSet<Route>();
        new TreeMap<>(models)
                .forEach(
                        (name, model) -> {
                            try {
                                var route = Route.of(model.getProvider(), model.getId());
                                var ofModel = sheets(route, region(catalog, model), model);
                                var known = sheets.putIfAbsent(route, ofModel);
                                if (known != null && !samePrices(known, ofModel)) {
                                    ambiguous.add(route);
                                    problems.add(
                                            name + ": another model has other prices for " + route);
                                }
                            } catch (IllegalArgumentException e) {
                                problems.add(name + ": " + e.getMessage());
                            }
                        });
        sheets.keySet().removeAll(ambiguous);
        return sheets;
    }

    private static String region(CatalogSnapshot catalog, ModelEntry model) {
        return catalog.provider(model.getProvider())
                .or(() -> Optional.ofNullable(catalog.formerProviders().get(model.getProvider())))
                .map(provider -> provider.getRegion())
                .orElse("");
    }

    /** Two names of one model may call the same sheet by two versions. */
    private static boolean samePrices(List<PriceSheet> one, List<PriceSheet> other) {
        return withoutVersions(one).equals(withoutVersions(other));
    }

    private static Set<PriceSheet> withoutVersions(List<PriceSheet> sheets) {
        return sheets.stream()
                .map(
                        sheet ->
                                new PriceSheet(
                                        sheet.route(),
                                        sheet.serviceTier(),
                                        sheet.region(),
                                        sheet.from(),
                                        sheet.until(),
                                        "",
                                        sheet.base(),
                                        sheet.tiers()))
                .collect(Collectors.toSet());
    }

    private static List<PriceSheet> sheets(Route route, String region, ModelEntry model) {
        record Key(Instant from, String serviceTier) {}
        return model.getPrices().stream()
                .collect(groupingBy(entry -> new Key(entry.getFrom(), entry.getServiceTier())))
                .values()
                .stream()
                .map(entries -> sheet(route, region, entries))
                .toList();
    }

    private static PriceSheet sheet(Route route, String region, List<PriceEntry> entries) {
        var byTier =
                entries.stream()
                        .sorted(Comparator.comparingLong(PriceEntry::getAboveInputTokens))
                        .toList();
        var base = byTier.getFirst();
        if (base.getAboveInputTokens() != 0) {
            throw new IllegalArgumentException(
                    "prices from %s begin above %d input tokens, not at the first"
                            .formatted(base.getFrom(), base.getAboveInputTokens()));
        }
        var tiers =
                byTier.stream()
                        .skip(1)
                        .map(entry -> new ContextTier(entry.getAboveInputTokens(), rates(entry)))
                        .toList();
        var tierName = base.getServiceTier();
        return new PriceSheet(
                route,
                tierName.isEmpty() ? ServiceTier.STANDARD : new ServiceTier(tierName),
                region,
                base.getFrom(),
                Optional.ofNullable(base.getUntil()).orElse(PriceSheet.OPEN_END),
                base.getVersion(),
                rates(base),
                tiers);
    }

    private static Rates rates(PriceEntry entry) {
        Map<Meter, UnitPrice> prices = new EnumMap<>(Meter.class);
        entry.getPicoUsd().forEach((meter, pico) -> prices.put(meter(meter), new UnitPrice(pico)));
        return new Rates(prices);
    }

    private static Meter meter(String name) {
        return Meter.named(name).orElseThrow(() -> new IllegalArgumentException("meter: " + name));
    }
}
