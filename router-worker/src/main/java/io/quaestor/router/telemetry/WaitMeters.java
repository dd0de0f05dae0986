package io.quaestor.router.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quaestor.router.waits.Wait;
import io.quaestor.wire.TelemetryNames;
import java.util.Map;

/** A gauge for each provider, department and reason of what waits; as many as the board has. */
public final class WaitMeters {
    private final MultiGauge waiting;

    public WaitMeters(MeterRegistry meters) {
        this.waiting = MultiGauge.builder(TelemetryNames.WAITING).register(meters);
    }

    /** What waits no more loses its gauge. */
    public void seen(Map<Wait, Integer> waits) {
        waiting.register(
                waits.entrySet().stream()
                        .<Row<?>>map(each -> row(each.getKey(), each.getValue()))
                        .toList(),
                true);
    }

    private static Row<Number> row(Wait wait, int jobs) {
        return Row.of(
                Tags.of(
                        TelemetryNames.PROVIDER,
                        wait.provider(),
                        TelemetryNames.DEPARTMENT,
                        wait.department(),
                        TelemetryNames.REASON,
                        wait.reason().code()),
                jobs);
    }
}
