package io.quaestor.kernel.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.kernel.Meter;
import io.quaestor.kernel.Money;
import io.quaestor.kernel.Route;
import io.quaestor.kernel.TokenUsage;
import io.quaestor.kernel.UsageReading;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Compares charges with an independent implementation: the usage objects of real provider replies,
 * and what pydantic's genai-prices makes of them.
 *
 * <p>The data is not part of this repository. The test is skipped unless the environment variable
 * {@code QUAESTOR_SHARED_DATA} names a folder with {@code usage-oracle.json} and {@code
 * model-prices-dated.csv}.
 */
class UsageOracleTest {

    private static final String DATA = "QUAESTOR_SHARED_DATA";

    /** Fewer would mean that the matching below is broken, not that the data is thin. */
    private static final int COMPARED_MIN = 300;

    private static final Route ROUTE = Route.of("oracle", "model");
    private static final Pattern CSV_FIELD = Pattern.compile("(?:^|,)(?:\"([^\"]*)\"|([^,\"]*))");
    private static final Pattern DATE_SUFFIX = Pattern.compile("-(\\d{8}|\\d{4}-\\d\\d-\\d\\d)$");

    /** The data holds a few prices like 0.18000000000000002, which UnitPrice rightly refuses. */
    private static final Pattern FLOAT_NOISE = Pattern.compile("\\.\\d{7,}");

    private static final List<String> PRICED_APART = List.of("audio", "image", "video", "5m");

    private static final Map<Meter, String> ROW_KEYS =
            Map.of(
                    Meter.INPUT, "input",
                    Meter.OUTPUT, "output",
                    Meter.CACHED_INPUT, "cache_read",
                    Meter.CACHE_WRITE, "cache_write");

    private static final Map<Meter, String> TIER_KEYS =
            Map.of(
                    Meter.INPUT, "in",
                    Meter.OUTPUT, "out",
                    Meter.CACHED_INPUT, "cr",
                    Meter.CACHE_WRITE, "cw");

    @Test
    void chargesRealUsageAsAnIndependentImplementationDoes() throws IOException {
        Path folder = dataFolder();
        Map<String, PriceSheet> sheets = sheets(folder.resolve("model-prices-dated.csv"));
        JsonNode cases = new ObjectMapper().readTree(folder.resolve("usage-oracle.json").toFile());

        List<String> different = new ArrayList<>();
        int compared = 0;
        for (JsonNode reply : cases) {
            for (JsonNode extracted : reply.path("extracted")) {
                Optional<TokenUsage> usage = usage(extracted.path("usage"));
                for (JsonNode expected : extracted.path("extractors")) {
                    Optional<PriceSheet> sheet = sheet(sheets, reply, expected);
                    if (usage.isPresent() && sheet.isPresent() && expected.has("input_price")) {
                        compared++;
                        compare(sheet.get(), usage.get(), expected, different);
                    }
                }
            }
        }

        System.out.println("compared " + compared + " charges");
        assertThat(different).isEmpty();
        assertThat(compared).isGreaterThan(COMPARED_MIN);
    }

    private static Path dataFolder() {
        String folder = System.getenv(DATA);
        assumeTrue(folder != null, DATA + " is not set");
        Path path = Path.of(folder);
        assumeTrue(Files.exists(path.resolve("usage-oracle.json")), DATA + " holds no oracle");
        return path;
    }

    private static void compare(
            PriceSheet sheet, TokenUsage usage, JsonNode expected, List<String> different) {
        BigDecimal usd =
                new BigDecimal(expected.path("input_price").asText())
                        .add(new BigDecimal(expected.path("output_price").asText("0")))
                        .setScale(9, RoundingMode.HALF_UP);
        Cost cost = Pricing.charge(sheet, Consumption.of(usage));
        if (!(cost instanceof Priced priced)
                || !priced.total().equals(Money.parseUsd(usd.toPlainString()))) {
            different.add(expected + " for " + usage + " is not " + cost);
        }
    }

    /** Empty when the reply holds tokens that its model prices apart from text. */
    private static Optional<TokenUsage> usage(JsonNode counts) {
        for (String apart : PRICED_APART) {
            for (Map.Entry<String, JsonNode> count : counts.properties()) {
                if (count.getKey().contains(apart) && count.getValue().asLong() > 0) {
                    return Optional.empty();
                }
            }
        }
        UsageReading reading =
                UsageReading.of(
                        counts.path("input_tokens").asLong(),
                        counts.path("cache_read_tokens").asLong(),
                        counts.path("cache_write_tokens").asLong(),
                        counts.path("output_tokens").asLong(),
                        counts.path("output_reasoning_tokens").asLong());
        return switch (reading) {
            case UsageReading.Consistent(TokenUsage usage) -> Optional.of(usage);
            case UsageReading.Widened _, UsageReading.Unusable _ -> Optional.empty();
        };
    }

    private static Optional<PriceSheet> sheet(
            Map<String, PriceSheet> sheets, JsonNode reply, JsonNode expected) {
        String provider = expected.path("provider_id").asText();
        String model = reply.path("model").asText();
        String undated = DATE_SUFFIX.matcher(model).replaceFirst("");
        PriceSheet exact = sheets.get(provider + "/" + model);
        // For one long call on Google, oracle and price list disagree which entry a dated name is.
        return exact != null || provider.equals("google")
                ? Optional.ofNullable(exact)
                : Optional.ofNullable(sheets.get(provider + "/" + undated));
    }

    private static Map<String, PriceSheet> sheets(Path csv) throws IOException {
        Map<String, PriceSheet> sheets = new HashMap<>();
        List<String> lines = Files.readAllLines(csv);
        List<String> header = fields(lines.getFirst());
        for (String line : lines.subList(1, lines.size())) {
            Map<String, String> row = new HashMap<>();
            List<String> fields = fields(line);
            for (int i = 0; i < fields.size(); i++) {
                row.put(header.get(i), fields.get(i));
            }
            if (isPlain(row) && row.values().stream().noneMatch(FLOAT_NOISE.asPredicate())) {
                sheets.put(row.get("provider") + "/" + row.get("model"), sheet(row));
            }
        }
        return sheets;
    }

    private static boolean isPlain(Map<String, String> row) {
        return !row.getOrDefault("input", "").isEmpty()
                && !row.getOrDefault("output", "").isEmpty()
                && row.getOrDefault("time_dependent", "").isEmpty();
    }

    private static PriceSheet sheet(Map<String, String> row) {
        List<ContextTier> tiers = new ArrayList<>();
        String tier = row.getOrDefault("tiers", "");
        if (!tier.isEmpty()) {
            String[] parts = tier.substring(1).split(":", 2);
            Map<String, String> prices = new HashMap<>();
            for (String price : parts[1].split(",", -1)) {
                prices.put(price.split("=", 2)[0], price.split("=", 2)[1]);
            }
            tiers.add(new ContextTier(Long.parseLong(parts[0]), rates(prices, TIER_KEYS)));
        }
        return new PriceSheet(
                ROUTE,
                ServiceTier.STANDARD,
                "",
                Instant.EPOCH,
                PriceSheet.OPEN_END,
                "dated",
                rates(row, ROW_KEYS),
                tiers);
    }

    private static Rates rates(Map<String, String> prices, Map<Meter, String> keys) {
        Map<Meter, UnitPrice> rates = new HashMap<>();
        keys.forEach(
                (meter, key) -> {
                    String usd = prices.getOrDefault(key, "");
                    if (!usd.isEmpty()) {
                        rates.put(meter, UnitPrice.parsePerMillion(usd));
                    }
                });
        return new Rates(rates);
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        Matcher matcher = CSV_FIELD.matcher(line);
        while (matcher.find()) {
            fields.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return fields;
    }
}
