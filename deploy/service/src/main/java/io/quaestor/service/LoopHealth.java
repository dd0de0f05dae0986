package io.quaestor.service;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.quaestor.wire.Liveness;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;

/** {@code /health}: up while every loop of the service turns and nothing else stops its work. */
@Singleton
final class LoopHealth implements HealthIndicator {
    private final List<LoopReport> reports;

    LoopHealth(List<LoopReport> reports) {
        this.reports = reports;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        boolean up = reports.stream().allMatch(LoopHealth::isUp);
        return Publishers.just(
                HealthResult.builder("loops", up ? HealthStatus.UP : HealthStatus.DOWN)
                        .details(details())
                        .build());
    }

    private static boolean isUp(LoopReport report) {
        return report.loops().stream().allMatch(Liveness::healthy) && report.obstacles().isEmpty();
    }

    private Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        var loops =
                reports.stream()
                        .flatMap(report -> report.loops().stream())
                        .map(LoopHealth::shown)
                        .toList();
        details.put("loops", loops);
        reports.forEach(report -> details.putAll(report.facts()));
        Map<String, String> obstacles = new LinkedHashMap<>();
        reports.forEach(report -> obstacles.putAll(report.obstacles()));
        if (!obstacles.isEmpty()) {
            details.put("obstacles", obstacles);
        }
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
