package io.quaestor.cli.catalog;

import io.quaestor.event.PriceEntry;
import io.quaestor.kernel.Meter;
import io.quaestor.kernel.price.PriceSheet;
import io.quaestor.kernel.price.ServiceTier;
import io.quaestor.kernel.price.UnitPrice;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Price sheets: base prices, a start, and context tiers that ascend. Tokens are priced in USD per
 * million, images, audio units and requests in USD each.
 */
final class PriceReader {
    private static final String STANDARD = ServiceTier.STANDARD.name();
    private static final long TIER_MAX = 100_000_000;

    private final PriceStarts starts;

    PriceReader(PriceStarts starts) {
        this.starts = starts;
    }

    /** What all tiers of one sheet share. */
    private record Sheet(
            String version, Instant from, @Nullable Instant until, String serviceTier) {}

    /** Whether a model has a sheet of its own, outside a list. */
    static boolean has(Fields fields) {
        return List.of("price", "from", "until", "service-tier", "version", "tiers").stream()
                .anyMatch(fields::has);
    }

    /** The base entry and one per context tier. */
    List<PriceEntry> sheet(String model, String provider, String id, Fields fields) {
        var from = fields.parsed("from", PriceReader::date, Instant.EPOCH);
        var until = fields.optional("until", PriceReader::date).orElse(null);
        if (until != null && !from.isBefore(until)) {
            fields.problem("until", "must be after from");
        }
        var tier = fields.optional("service-tier", PriceReader::serviceTier).orElse("");
        starts.take(model, provider, id, tier, from)
                .ifPresent(
                        other ->
                                fields.problem(
                                        "from",
                                        "%s has a price of this provider, model id, service tier and start already"
                                                .formatted(other)));
        var version = fields.text("version", defaultVersion(model, from, tier));
        var sheet = new Sheet(version, from, until, tier);
        var entries = new ArrayList<PriceEntry>();
        fields.required("price");
        entries.add(entry(sheet, 0, prices(fields)));
        entries.addAll(tiers(sheet, fields));
        return entries;
    }

    private static String defaultVersion(String model, Instant from, String tier) {
        return model + "/" + from.toString().substring(0, 10) + (tier.isEmpty() ? "" : "/" + tier);
    }

    private static List<PriceEntry> tiers(Sheet sheet, Fields fields) {
        var entries = new ArrayList<PriceEntry>();
        var node = fields.node("tiers");
        if (node.isEmpty()) {
            return entries;
        }
        if (!(node.get() instanceof YamlNode.Sequence(_, List<YamlNode> items))) {
            fields.problem("tiers", "must be a list of context tiers");
            return entries;
        }
        long former = 0;
        for (int i = 0; i < items.size(); i++) {
            var tier = fields.item(items.get(i), "tiers", i);
            long above = tier.whole("above-input-tokens", 1, TIER_MAX);
            if (above <= former) {
                tier.problem(
                        "above-input-tokens",
                        "context tiers must ascend: %d after %d".formatted(above, former));
            }
            former = above;
            tier.required("price");
            entries.add(entry(sheet, above, prices(tier)));
            tier.end();
        }
        return entries;
    }

    private static PriceEntry entry(Sheet sheet, long above, Map<String, Long> picoUsd) {
        return PriceEntry.newBuilder()
                .setVersion(sheet.version())
                .setFrom(sheet.from())
                .setUntil(sheet.until())
                .setServiceTier(sheet.serviceTier())
                .setAboveInputTokens(above)
                .setPicoUsd(picoUsd)
                .build();
    }

    private static Map<String, Long> prices(Fields sheet) {
        var picoUsd = new TreeMap<String, Long>();
        sheet.mapping("price").ifPresent(price -> read(price, picoUsd));
        return picoUsd;
    }

    private static void read(Fields price, Map<String, Long> picoUsd) {
        for (var name : price.all().keySet()) {
            Meter.named(name)
                    .ifPresentOrElse(
                            meter ->
                                    picoUsd.put(
                                            name, price.amount(name, usd -> price(meter, usd), 0L)),
                            () -> price.problem(name, "unknown meter; known are " + meters()));
        }
        for (var needed : List.of(Meter.INPUT, Meter.OUTPUT)) {
            if (!price.has(needed.standardName())) {
                price.problem(price.line(), needed.standardName(), "is missing");
            }
        }
    }

    private static long price(Meter meter, String usd) {
        return switch (meter) {
            case INPUT, CACHED_INPUT, CACHE_WRITE, OUTPUT, REASONING ->
                    UnitPrice.parsePerMillion(usd).picoUsd();
            case IMAGE, AUDIO, REQUEST -> UnitPrice.parsePerUnit(usd).picoUsd();
        };
    }

    private static Instant date(String text) {
        try {
            return PriceSheet.startOf(LocalDate.parse(text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a date such as 2024-03-13, not " + text, e);
        }
    }

    /** The standard tier is written as the empty one, as the entries have it. */
    private static String serviceTier(String text) {
        var tier = new ServiceTier(text);
        return tier.name().equals(STANDARD) ? "" : tier.name();
    }

    private static String meters() {
        return Arrays.stream(Meter.values())
                .map(Meter::standardName)
                .collect(Collectors.joining(", "));
    }
}
