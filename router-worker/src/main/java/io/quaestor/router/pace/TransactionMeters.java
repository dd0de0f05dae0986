package io.quaestor.router.pace;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quaestor.event.Stage;
import io.quaestor.wire.TelemetryNames;
import java.time.Duration;

/** How long the transactions of one stage take and how many decisions share one. */
public final class TransactionMeters {
    private final Timer time;
    private final DistributionSummary batch;

    public TransactionMeters(MeterRegistry meters, Stage stage) {
        this.time =
                Timer.builder(TelemetryNames.TRANSACTION_TIME)
                        .tag(TelemetryNames.STAGE, stage.name())
                        .register(meters);
        this.batch =
                DistributionSummary.builder(TelemetryNames.SETTLEMENT_BATCH)
                        .tag(TelemetryNames.STAGE, stage.name())
                        .register(meters);
    }

    /** A transaction was tried, whatever came of it. */
    public void tried(Duration took, int decisions) {
        time.record(took);
        batch.record(decisions);
    }
}
