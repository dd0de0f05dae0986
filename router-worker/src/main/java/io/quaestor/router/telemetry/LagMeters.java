package io.quaestor.router.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quaestor.router.lag.LagView;
import io.quaestor.wire.TelemetryNames;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A gauge per provider of what is routed and not started over all lanes, as the last look at the
 * queues saw it. A retired provider keeps its gauge, at zero, until the process ends.
 */
public final class LagMeters {
    private final MeterRegistry meters;
    private final Set<String> known = new HashSet<>();
    private volatile Map<String, Long> notStarted = Map.of();

    public LagMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Takes a look; of one thread. */
    public void seen(LagView view) {
        notStarted = view.notStarted();
        for (var provider : notStarted.keySet()) {
            if (known.add(provider)) {
                Gauge.builder(
                                TelemetryNames.LAG_NOT_STARTED,
                                () -> notStarted.getOrDefault(provider, 0L))
                        .tag(TelemetryNames.PROVIDER, provider)
                        .register(meters);
            }
        }
    }
}
