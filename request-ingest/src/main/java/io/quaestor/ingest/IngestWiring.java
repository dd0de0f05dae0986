package io.quaestor.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.quaestor.event.CancelRequest;
import io.quaestor.event.JobEnded;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.Stage;
import io.quaestor.ingest.ledger.Ledger;
import io.quaestor.ingest.replay.ReplayStage;
import io.quaestor.ingest.submission.Announcements;
import io.quaestor.ingest.submission.Judge;
import io.quaestor.ingest.submission.Limits;
import io.quaestor.wire.CatalogView;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.Groups;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.StreamsClients;
import io.quaestor.wire.TelemetryNames;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** How the service is put together. */
@Factory
final class IngestWiring {

    private static final Duration DEFAULT_DEADLINE = Duration.ofHours(24);

    /**
     * How often an idle thread looks at its clock. Only a record that follows another within 20 ms,
     * and is followed by none, waits for it.
     */
    private static final int POLL_MS = 50;

    /*
     * Requests may have 8 MB, and about ten copies of one live at a time between fetch and send. The
     * heap of 256 MB holds that, if no more than a few wait in Streams' buffers.
     */
    private static final int FETCH_MAX_BYTES = 4 * 1024 * 1024;
    private static final int PARTITION_FETCH_MAX_BYTES = 1024 * 1024;
    private static final int POLL_RECORDS_MAX = 500;
    private static final int BUFFERED_RECORDS_MAX = 32;

    @Singleton
    @Bean(preDestroy = "close")
    CatalogView catalog(KafkaSettings kafka, RegistryClient registry, IngestSettings settings) {
        return new CatalogView(kafka, registry, settings.clientId(), _ -> {}).start();
    }

    @Singleton
    @Bean(preDestroy = "close")
    Admin admin(KafkaSettings kafka, IngestSettings settings) {
        return Admin.create(ClientDefaults.admin(kafka, settings.clientId()));
    }

    @Singleton
    Desk desk(RegistryClient registry, CatalogView catalog, Admin admin, IngestSettings settings) {
        return new Desk(
                RecordDecoder.of(registry, LlmRequest.class),
                RecordEncoder.ofValues(registry),
                judge(settings),
                new Ledger(settings.ledgerRetention()),
                new Announcements(settings.instance()),
                catalog::snapshot,
                new CatalogCatchUp(catalog::caughtUp, Instant::now),
                replyTopics(admin, settings),
                new Patience(Patience.LONGEST),
                Topics.KEYED_PARTITIONS);
    }

    /** They wait and stop waiting with the desk. */
    @Singleton
    Cancellations cancellations(RegistryClient registry, Desk desk) {
        return new Cancellations(
                RecordDecoder.of(registry, CancelRequest.class),
                desk.encoder(),
                desk.ledger(),
                desk.announcements(),
                desk.patience(),
                desk.requestPartitions());
    }

    /** As the cancellations. */
    @Singleton
    Ends ends(RegistryClient registry, Desk desk) {
        return new Ends(
                RecordDecoder.of(registry, JobEnded.class),
                desk.encoder(),
                desk.ledger(),
                desk.patience());
    }

    private static KafkaReplyTopics replyTopics(Admin admin, IngestSettings settings) {
        return new KafkaReplyTopics(admin, System::nanoTime, settings.ledgerRetention());
    }

    @Singleton
    PreCheck preCheck(CatalogView catalog, Admin admin, IngestSettings settings) {
        return new PreCheck(
                judge(settings),
                catalog::snapshot,
                new CatalogCatchUp(catalog::caughtUp, Instant::now),
                replyTopics(admin, settings));
    }

    private static Judge judge(IngestSettings settings) {
        var limits = new Limits(settings.requestBytesMax(), Topics.MAX_DEADLINE, DEFAULT_DEADLINE);
        return new Judge(limits, new JacksonShape());
    }

    @Context
    @Bean(preDestroy = "close")
    IngestStreams streams(
            Desk desk,
            Cancellations cancellations,
            Ends ends,
            MeterRegistry meters,
            KafkaSettings kafka,
            IngestSettings settings) {
        var topology = IngestTopology.of(desk, cancellations, ends, new IngestMeters(meters));
        var commits =
                meters.timer(
                        TelemetryNames.TRANSACTION_TIME, TelemetryNames.STAGE, Stage.INGEST.name());
        var clients = new StreamsClients(commits::record);
        return new IngestStreams(desk, topology, config(kafka, settings), clients).start();
    }

    @Context
    @Bean(preDestroy = "close")
    ReplayStage replays(
            MeterRegistry meters,
            KafkaSettings kafka,
            RegistryClient registry,
            IngestSettings settings) {
        var clientId = settings.clientId() + "-replays";
        return new ReplayStage(kafka, registry, settings.instance(), clientId, meters).start();
    }

    static Properties config(KafkaSettings kafka, IngestSettings settings) {
        var config = new Properties();
        config.put(StreamsConfig.POLL_MS_CONFIG, POLL_MS);
        // Requests, cancellations and ends are not ordered against each other, so none waits until
        // the others are fetched. To find out whether one must took an eighth of the thread's time.
        config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS_MAX);
        config.put(main(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), POLL_RECORDS_MAX);
        config.put(main(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), FETCH_MAX_BYTES);
        config.put(
                main(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), PARTITION_FETCH_MAX_BYTES);
        config.putAll(ClientDefaults.streams(kafka));
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, Groups.INGEST);
        config.put(StreamsConfig.CLIENT_ID_CONFIG, settings.clientId());
        config.put(StreamsConfig.STATE_DIR_CONFIG, settings.storeFolder().toString());
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallStores.class);
        config.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return config;
    }

    private static String main(String consumerConfig) {
        return StreamsConfig.mainConsumerPrefix(consumerConfig);
    }
}
