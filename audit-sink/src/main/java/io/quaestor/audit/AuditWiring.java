package io.quaestor.audit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.Groups;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.SupervisedLoop;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** How the sink is put together. */
@Factory
final class AuditWiring {

    /**
     * A turn is one poll and one transaction; the driver gives up on a silent database after 20 s.
     */
    private static final Duration STALL_BOUND = Duration.ofSeconds(45);

    /**
     * Bytes waited for, for at most the batch wait: transactions of the database cost more than
     * this wait.
     */
    private static final int FETCH_MIN_BYTES = 512 * 1024;

    /** What a fetch brings is held until it is chained; the process lives in 128 MB. */
    private static final int FETCH_MAX_BYTES = 8 * 1024 * 1024;

    @Singleton
    AuditWatch watch(MeterRegistry meters) {
        return new AuditWatch(meters);
    }

    @Context
    @Bean(preDestroy = "close")
    SupervisedLoop auditLoop(
            AuditSettings settings, KafkaSettings kafka, DataSource database, AuditWatch watch) {
        AuditLoopFactory bodies =
                new AuditLoopFactory(
                        settings, consumer(settings, kafka), kafka.registry(), database, watch);
        return new SupervisedLoop("audit", STALL_BOUND, bodies).start();
    }

    private static Map<String, Object> consumer(AuditSettings settings, KafkaSettings kafka) {
        String clientId = Groups.AUDIT + "-" + settings.instance();
        Map<String, Object> config = ClientDefaults.member(kafka, clientId, Groups.AUDIT);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchEntries());
        config.put(
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                Math.toIntExact(settings.batchWait().toMillis()));
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, FETCH_MIN_BYTES);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_MAX_BYTES);
        return config;
    }
}
