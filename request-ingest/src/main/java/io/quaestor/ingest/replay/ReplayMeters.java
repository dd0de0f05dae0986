package io.quaestor.ingest.replay;

import io.micrometer.core.instrument.MeterRegistry;
import io.quaestor.wire.TelemetryNames;
import java.util.Locale;

/** How many submissions were answered with an earlier answer, by how that ended. */
record ReplayMeters(MeterRegistry meters) {

    void count(Repetition.Outcome outcome) {
        meters.counter(
                        TelemetryNames.INGEST_REPLAYS,
                        TelemetryNames.OUTCOME,
                        outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
