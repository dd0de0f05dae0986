package io.quaestor.router;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.AliasEntry;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.ModelEntry;
import io.quaestor.event.PriceEntry;
import io.quaestor.event.Protocol;
import io.quaestor.event.ProviderEntry;
import io.quaestor.event.Sensitivity;
import io.quaestor.event.UserEntry;
import io.quaestor.kernel.price.PriceBook;
import io.quaestor.router.route.CatalogPrices;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A catalogue to be changed entry by entry, for tests. */
public final class SampleCatalog {
    public static final Instant PRICED_SINCE = Instant.parse("2024-03-13T00:00:00Z");

    /** Pico-USD a token: 0.25 USD and 1.25 USD per million. */
    public static final long INPUT_PICO_USD = 250_000;

    public static final long OUTPUT_PICO_USD = 1_250_000;

    private final Map<String, ProviderEntry> providers = new HashMap<>();
    private final Map<String, ModelEntry> models = new HashMap<>();
    private final Map<String, ProviderEntry> formerProviders = new HashMap<>();
    private final Map<String, ModelEntry> formerModels = new HashMap<>();
    private final Map<String, AliasEntry> aliases = new HashMap<>();
    private final Map<String, DepartmentEntry> departments = new HashMap<>();
    private final Map<String, UserEntry> users = new HashMap<>();
    private long version = 7;

    /**
     * Department legal in lane 3 with alias fast: {@code haiku@sim-aws}, then {@code mini@sim-oai}.
     */
    public static SampleCatalog legal() {
        return new SampleCatalog()
                .provider("sim-aws", 8, 8)
                .provider("sim-oai", 8, 8)
                .model("haiku", "sim-aws")
                .model("mini", "sim-oai")
                .alias("fast", "haiku@sim-aws", "mini@sim-oai")
                .department(Samples.DEPARTMENT, Samples.LANE, "fast");
    }

    public static SampleCatalog empty() {
        return new SampleCatalog();
    }

    public SampleCatalog version(long number) {
        version = number;
        return this;
    }

    public SampleCatalog provider(String name, int maxInFlight, int lagLimit) {
        providers.put(
                name,
                ProviderEntry.newBuilder()
                        .setProtocol(Protocol.OPENAI)
                        .setUrl("http://127.0.0.1:1")
                        .setRegion("eu-west-1")
                        .setMaxInFlight(maxInFlight)
                        .setLagLimit(lagLimit)
                        .build());
        return this;
    }

    public SampleCatalog changeProvider(String name, Consumer<ProviderEntry> change) {
        change.accept(known(providers, name));
        return this;
    }

    public SampleCatalog withoutProvider(String name) {
        providers.remove(name);
        return this;
    }

    public SampleCatalog retireProvider(String name) {
        formerProviders.put(name, known(providers, name));
        return withoutProvider(name);
    }

    public SampleCatalog retireModel(String name) {
        formerModels.put(name, known(models, name));
        models.remove(name);
        return this;
    }

    /** Named {@code model@provider}, like the routes of {@link Samples#route}. */
    public SampleCatalog model(String model, String provider) {
        return model(model + "@" + provider, provider, "vendor." + model + ":0");
    }

    public SampleCatalog model(String name, String provider, String id) {
        models.put(
                name,
                ModelEntry.newBuilder()
                        .setProvider(provider)
                        .setId(id)
                        .setContextTokens(200_000L)
                        .setMaxOutputTokens(4_096)
                        .setPrices(List.of(price(name + "-1", INPUT_PICO_USD, OUTPUT_PICO_USD)))
                        .build());
        return this;
    }

    public static PriceEntry price(String version, long inputPicoUsd, long outputPicoUsd) {
        return PriceEntry.newBuilder()
                .setVersion(version)
                .setFrom(PRICED_SINCE)
                .setPicoUsd(Map.of("input", inputPicoUsd, "output", outputPicoUsd))
                .build();
    }

    public SampleCatalog changeModel(String name, Consumer<ModelEntry> change) {
        change.accept(known(models, name));
        return this;
    }

    public SampleCatalog alias(String name, String... ofModels) {
        aliases.put(name, new AliasEntry(List.of(ofModels)));
        return this;
    }

    public SampleCatalog department(String code, int lane, String... approved) {
        departments.put(
                code,
                DepartmentEntry.newBuilder()
                        .setLane(lane)
                        .setZone("UTC")
                        .setModels(List.of(approved))
                        .setRegions(List.of("eu-west-1"))
                        .setMaxInputBytes(200_000L)
                        .setMaxSensitivity(Sensitivity.CONFIDENTIAL)
                        .build());
        return this;
    }

    public SampleCatalog changeDepartment(String code, Consumer<DepartmentEntry> change) {
        change.accept(known(departments, code));
        return this;
    }

    public SampleCatalog user(String name, String department, boolean enabled) {
        users.put(name, new UserEntry(department, enabled, 1));
        return this;
    }

    private static <T> T known(Map<String, T> entries, String name) {
        var entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("not in the sample: " + name);
        }
        return entry;
    }

    public CatalogSnapshot snapshot() {
        return new CatalogSnapshot(
                version,
                providers,
                models,
                aliases,
                departments,
                Map.of(),
                users,
                Map.of(),
                Map.of(),
                Map.of(),
                formerProviders,
                formerModels);
    }

    public PriceBook prices() {
        return CatalogPrices.of(snapshot()).book();
    }
}
