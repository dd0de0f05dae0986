package io.quaestor.router;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.quaestor.router.lag.KafkaLagGauge;
import io.quaestor.router.provider.roster.Providers;
import io.quaestor.wire.Liveness;
import io.quaestor.wire.SupervisedLoop;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;

/**
 * {@code /health}: up while every poll loop turns. A provider without its credential is told, but
 * does not stop the others.
 */
@Singleton
final class RouterHealth implements HealthIndicator {
    private final List<SupervisedLoop> loops;
    private final WorkerCatalog catalog;
    private final KafkaLagGauge gauge;
    private final Providers providers;

    RouterHealth(
            List<SupervisedLoop> loops,
            WorkerCatalog catalog,
            KafkaLagGauge gauge,
            Providers providers) {
        this.loops = loops;
        this.catalog = catalog;
        this.gauge = gauge;
        this.providers = providers;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        var livenesses =
                Stream.concat(
                                loops.stream().map(SupervisedLoop::liveness),
                                Stream.of(catalog.view().liveness(), gauge.liveness()))
                        .toList();
        boolean up = livenesses.stream().allMatch(Liveness::healthy);
        Map<String, Object> details = new LinkedHashMap<>();
        livenesses.forEach(liveness -> details.put(liveness.loop(), describe(liveness)));
        details.put("catalogVersion", catalog.snapshot().version());
        providers
                .problems()
                .forEach((provider, problem) -> details.put("provider " + provider, problem));
        return Publishers.just(
                HealthResult.builder("router-loops", up ? HealthStatus.UP : HealthStatus.DOWN)
                        .details(details)
                        .build());
    }

    private static String describe(Liveness liveness) {
        return "%s, last turn %d ms ago, %d restarts%s"
                .formatted(
                        liveness.state(),
                        liveness.sinceLastTurn().toMillis(),
                        liveness.restarts(),
                        liveness.lastFailure()
                                .map(failure -> ", last failure " + failure)
                                .orElse(""));
    }
}
