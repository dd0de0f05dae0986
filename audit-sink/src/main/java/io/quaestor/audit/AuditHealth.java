package io.quaestor.audit;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.quaestor.wire.Liveness;
import io.quaestor.wire.SupervisedLoop;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reactivestreams.Publisher;

/** {@code /health}: up while the loop turns and no lane stands still. */
@Singleton
final class AuditHealth implements HealthIndicator {

    private final SupervisedLoop loop;
    private final AuditWatch watch;

    AuditHealth(SupervisedLoop loop, AuditWatch watch) {
        this.loop = loop;
        this.watch = watch;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        Liveness liveness = loop.liveness();
        boolean up = liveness.healthy() && watch.stopped().isEmpty();
        return Publishers.just(
                HealthResult.builder("audit-loop", up ? HealthStatus.UP : HealthStatus.DOWN)
                        .details(details(liveness))
                        .build());
    }

    private Map<String, Object> details(Liveness liveness) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", liveness.state().name());
        details.put("sinceLastTurnMillis", liveness.sinceLastTurn().toMillis());
        details.put("restarts", liveness.restarts());
        liveness.lastFailure().ifPresent(failure -> details.put("lastFailure", failure));
        watch.stopped().forEach((lane, why) -> details.put("stopped " + lane, why));
        return details;
    }
}
