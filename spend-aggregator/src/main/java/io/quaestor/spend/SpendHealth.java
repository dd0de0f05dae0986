package io.quaestor.spend;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;
import org.reactivestreams.Publisher;

/** {@code /health}: up while Streams runs; rebalancing, restoring and failing are down. */
@Singleton
final class SpendHealth implements HealthIndicator {

    private final SpendStreams streams;

    SpendHealth(SpendStreams streams) {
        this.streams = streams;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        var state = streams.state();
        var status = state == KafkaStreams.State.RUNNING ? HealthStatus.UP : HealthStatus.DOWN;
        return Publishers.just(
                HealthResult.builder("spend-streams", status).details(details(state)).build());
    }

    private Map<String, Object> details(KafkaStreams.State state) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", state.name());
        details.put("threadsReplaced", streams.replaced());
        streams.lastFailure().ifPresent(failure -> details.put("lastFailure", failure));
        return details;
    }
}
