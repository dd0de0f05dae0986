package io.quaestor.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quaestor.event.Stage;
import io.quaestor.kernel.Lane;
import io.quaestor.wire.TelemetryNames;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the loop tells people: log, metrics, and the lanes that stand still. Safe for several
 * threads.
 */
final class AuditWatch {

    private static final Logger log = LoggerFactory.getLogger(AuditWatch.class);

    private final Counter entries;
    private final DistributionSummary batches;
    private final Timer commits;
    private final Map<Lane, String> stopped = new ConcurrentSkipListMap<>();

    AuditWatch(MeterRegistry meters) {
        this.entries = meters.counter(TelemetryNames.AUDIT_ENTRIES);
        this.batches = meters.summary(TelemetryNames.AUDIT_BATCH);
        this.commits =
                meters.timer(
                        TelemetryNames.TRANSACTION_TIME, TelemetryNames.STAGE, Stage.AUDIT.name());
        meters.gaugeMapSize(TelemetryNames.AUDIT_LANES_STOPPED, List.of(), stopped);
    }

    void appended(int count, Duration took) {
        commits.record(took);
        entries.increment(count);
        batches.record(count);
    }

    void took(HeldLane lane) {
        stopped.remove(lane.lane());
        log.info(
                "{} taken at entry {}, position {}, epoch {}",
                lane.lane(),
                lane.head().sequence(),
                lane.kafkaOffset(),
                lane.epoch());
    }

    void released(Collection<Lane> lanes) {
        lanes.forEach(stopped::remove);
    }

    void stopped(Lane lane, String why) {
        stopped.put(lane, why);
        log.error("{} stands still: {}", lane, why);
    }

    /** Lanes that stand still, and why. */
    Map<Lane, String> stopped() {
        return Map.copyOf(stopped);
    }
}
