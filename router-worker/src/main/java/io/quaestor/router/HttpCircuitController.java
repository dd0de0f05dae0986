package io.quaestor.router;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.quaestor.router.health.Circuits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code /v1/circuits}: how this worker's circuits stand, of every route that it has called. */
@Controller("/v1/circuits")
final class HttpCircuitController {
    private final Circuits circuits;

    HttpCircuitController(Circuits circuits) {
        this.circuits = circuits;
    }

    /**
     * By provider and model; state is closed, open, half-open, or unknown where no call came for
     * long.
     */
    @Get
    Map<String, List<Map<String, Object>>> circuits() {
        return Map.of("items", circuits.all().stream().map(HttpCircuitController::item).toList());
    }

    private static Map<String, Object> item(Circuits.Standing circuit) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("provider", circuit.route().getProvider());
        item.put("model", circuit.route().getModel());
        item.put("state", circuit.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        return item;
    }
}
