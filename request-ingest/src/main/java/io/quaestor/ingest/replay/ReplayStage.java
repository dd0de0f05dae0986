package io.quaestor.ingest.replay;

import io.micrometer.core.instrument.MeterRegistry;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Liveness;
import io.quaestor.wire.SupervisedLoop;
import io.quaestor.wire.registry.RegistryClient;
import java.time.Duration;

/** Keeps the replay stage running from start to close. */
public final class ReplayStage implements AutoCloseable {

    /** A turn reads and writes some megabytes; a stuck transaction of others takes seconds. */
    private static final Duration STALL_BOUND = Duration.ofSeconds(60);

    private final SupervisedLoop loop;

    /**
     * @param instance name of the process, for the journal
     * @param clientId of its Kafka clients; also its transactional id, so the same after a restart
     */
    public ReplayStage(
            KafkaSettings kafka,
            RegistryClient registry,
            String instance,
            String clientId,
            MeterRegistry meters) {
        var counters = new ReplayMeters(meters);
        loop =
                new SupervisedLoop(
                        "replays",
                        STALL_BOUND,
                        () -> new KafkaReplayLoop(kafka, registry, instance, clientId, counters));
    }

    public ReplayStage start() {
        loop.start();
        return this;
    }

    public Liveness liveness() {
        return loop.liveness();
    }

    @Override
    public void close() {
        loop.close();
    }
}
