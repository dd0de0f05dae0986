package io.quaestor.cli.demo;

import io.quaestor.cli.catalog.CatalogDocument;
import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.event.ModelEntry;
import io.quaestor.event.PriceEntry;
import io.quaestor.kernel.Meter;
import io.quaestor.kernel.Money;
import io.quaestor.kernel.PromptShape;
import io.quaestor.kernel.TokenBound;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a demo with real providers may cost at most: for each job the dearest model of its alias, a
 * token per byte of its prompt and all the output it may ask for; and as many calls again as can be
 * open when the worker is killed.
 *
 * @param routes {@code model, provider, region} of everything that may be called
 */
public record LiveCosts(int documents, int jobs, int repeats, Set<String> routes, Money worst) {
    private static final long PICO_PER_NANO = 1_000;
    private static final List<Meter> INPUT =
            List.of(Meter.INPUT, Meter.CACHED_INPUT, Meter.CACHE_WRITE);
    private static final List<Meter> OUTPUT = List.of(Meter.OUTPUT, Meter.REASONING);

    /**
     * Computes them.
     *
     * @throws CommandFailure when the catalogue does not fit the samples, or a key is not set
     */
    public static LiveCosts of(
            CatalogDocument catalog, Samples samples, Map<String, String> environment, Instant at) {
        checkKeys(catalog, environment);
        var routes = new TreeSet<String>();
        long pico = 0;
        long dearest = 0;
        for (var task : samples.tasks()) {
            var models = models(catalog, task);
            models.forEach(name -> routes.add(route(catalog, name)));
            for (var document : samples.documents()) {
                long job =
                        models.stream()
                                .mapToLong(name -> bound(model(catalog, name), task, document, at))
                                .max()
                                .orElse(0);
                pico = Math.addExact(pico, job);
                dearest = Math.max(dearest, job);
            }
        }
        int repeats =
                catalog.providers().values().stream().mapToInt(one -> one.getMaxInFlight()).sum();
        pico = Math.addExact(pico, Math.multiplyExact(dearest, (long) repeats));
        return new LiveCosts(
                samples.documents().size(),
                samples.jobs(),
                repeats,
                routes,
                Money.ofNanoUsd(Math.ceilDiv(pico, PICO_PER_NANO)));
    }

    /** For the person who pays. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("This demo calls real providers:");
        routes.forEach(route -> lines.add("  " + route));
        lines.add("%d documents, %d jobs".formatted(documents, jobs));
        lines.add(
                "It costs at most %s, with the %d calls repeated that can be open when a worker is killed"
                        .formatted(worst, repeats));
        return lines;
    }

    private static void checkKeys(CatalogDocument catalog, Map<String, String> environment) {
        catalog.providers()
                .forEach(
                        (name, provider) -> {
                            if (provider.getSimulated()) {
                                throw new CommandFailure(
                                        "provider %s is simulated: --live needs real ones"
                                                .formatted(name));
                            }
                            var key = provider.getKey();
                            if (key.startsWith("env:")
                                    && !environment.containsKey(key.substring(4))) {
                                throw new CommandFailure(
                                        "provider %s needs the environment variable %s"
                                                .formatted(name, key.substring(4)));
                            }
                        });
    }

    private static List<String> models(CatalogDocument catalog, SampleTask task) {
        var department = Optional.ofNullable(catalog.departments().get(task.department()));
        if (department.isEmpty() || !department.get().getModels().contains(task.alias())) {
            throw new CommandFailure(
                    "the catalogue has no department %s with the alias %s"
                            .formatted(task.department(), task.alias()));
        }
        return Optional.ofNullable(catalog.aliases().get(task.alias())).orElseThrow().getModels();
    }

    private static ModelEntry model(CatalogDocument catalog, String name) {
        return Optional.ofNullable(catalog.models().get(name)).orElseThrow();
    }

    private static String route(CatalogDocument catalog, String name) {
        var model = model(catalog, name);
        var provider =
                Optional.ofNullable(catalog.providers().get(model.getProvider())).orElseThrow();
        return "%s, provider %s, region %s"
                .formatted(
                        model.getId(),
                        model.getProvider(),
                        provider.getRegion().isEmpty() ? "not stated" : provider.getRegion());
    }

    private static long bound(
            ModelEntry model, SampleTask task, SampleDocument document, Instant at) {
        long schema = task.schema().map(LiveCosts::bytes).orElse(0L);
        long text = bytes(SampleRequests.prompt(task, document)) + schema;
        long input = TokenBound.of(new PromptShape(text, 1, 1, 0, schema > 0 ? 1 : 0, 0));
        long output = Math.min(task.maxOutputTokens(), model.getMaxOutputTokens());
        return model.getPrices().stream()
                .filter(price -> !at.isBefore(price.getFrom()))
                .mapToLong(
                        price ->
                                input * dearest(price, INPUT)
                                        + output * dearest(price, OUTPUT)
                                        + request(price))
                .max()
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        "model %s has no price in force".formatted(model.getId())));
    }

    private static long dearest(PriceEntry price, List<Meter> meters) {
        return meters.stream()
                .mapToLong(meter -> price.getPicoUsd().getOrDefault(meter.standardName(), 0L))
                .max()
                .orElse(0);
    }

    private static long request(PriceEntry price) {
        return price.getPicoUsd().getOrDefault(Meter.REQUEST.standardName(), 0L);
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
