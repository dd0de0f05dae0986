package io.quaestor.cli.catalog;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When each price sheet begins. A price book refuses two sheets of one route and service tier that
 * begin together, also when two models of the catalogue are the same route.
 */
final class PriceStarts {
    private record Start(String provider, String modelId, String serviceTier, Instant from) {}

    private final Map<Start, String> taken = new HashMap<>();

    /** Takes a start; the model that has it already, when one has. */
    Optional<String> take(
            String model, String provider, String modelId, String serviceTier, Instant from) {
        return Optional.ofNullable(
                taken.putIfAbsent(new Start(provider, modelId, serviceTier, from), model));
    }
}
