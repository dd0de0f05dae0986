package io.quaestor.ingest;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.quaestor.wire.CatalogView;
import io.quaestor.wire.Liveness;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams.State;
import org.reactivestreams.Publisher;

/** {@code /health}: up while records flow, or would, and the catalogue is being read. */
@Singleton
final class IngestHealth implements HealthIndicator {

    private final IngestStreams streams;
    private final CatalogView catalog;

    IngestHealth(IngestStreams streams, CatalogView catalog) {
        this.streams = streams;
        this.catalog = catalog;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        boolean up =
                streams.liveness().healthy()
                        && state().equals(State.RUNNING.name())
                        && streams.waitingFor().isEmpty()
                        && catalog.liveness().healthy();
        return Publishers.just(
                HealthResult.builder("ingest", up ? HealthStatus.UP : HealthStatus.DOWN)
                        .details(details())
                        .build());
    }

    private String state() {
        return streams.run().map(run -> run.state().name()).orElse("NOT_STARTED");
    }

    private Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("streams", state());
        streams.waitingFor().ifPresent(what -> details.put("waitingFor", what));
        streams.run().ifPresent(run -> details.put("replacedThreads", run.replacedThreads()));
        details.put("catalogVersion", catalog.snapshot().version());
        details.put("loops", List.of(shown(streams.liveness()), shown(catalog.liveness())));
        return details;
    }

    private static Map<String, Object> shown(Liveness liveness) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("loop", liveness.loop());
        shown.put("state", liveness.state().name());
        shown.put("sinceLastTurnMillis", liveness.sinceLastTurn().toMillis());
        shown.put("restarts", liveness.restarts());
        liveness.lastFailure().ifPresent(failure -> shown.put("lastFailure", failure));
        return shown;
    }
}
