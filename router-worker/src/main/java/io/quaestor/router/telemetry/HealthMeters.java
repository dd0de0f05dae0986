package io.quaestor.router.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quaestor.event.HealthState;
import io.quaestor.wire.TelemetryNames;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Gauges of how this worker sees the providers; each is registered when it is first used. */
public record HealthMeters(MeterRegistry meters) {
    /** 1 while the route's circuit is open, 0.5 while it is probed. */
    public void circuit(String model, Supplier<HealthState> state) {
        Gauge.builder(TelemetryNames.CIRCUIT_OPEN, () -> open(state.get()))
                .tag(TelemetryNames.MODEL, model)
                .register(meters);
    }

    /** Most calls to the provider that may be open here. */
    public void cap(String provider, IntSupplier cap) {
        Gauge.builder(TelemetryNames.IN_FLIGHT_LIMIT, cap::getAsInt)
                .tag(TelemetryNames.PROVIDER, provider)
                .register(meters);
    }

    private static double open(HealthState state) {
        return switch (state) {
            case OPEN -> 1;
            case HALF_OPEN -> 0.5;
            case CLOSED, UNKNOWN -> 0;
        };
    }
}
