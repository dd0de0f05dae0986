package io.quaestor.cli.catalog;

import io.quaestor.event.CatalogEntry;
import io.quaestor.event.CatalogKind;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.KafkaTransaction;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.TopicProvisioner;
import io.quaestor.wire.Topics;
import io.quaestor.wire.TransactionResult;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Edge: applies documents to {@code llm.catalog}.
 *
 * <p>All entries, the version and their journal events go into one transaction by the one
 * transactional id {@code quaestor-catalog}. The id is taken before the catalogue in force is read:
 * of two rivals the one that read first is fenced and writes nothing. Queues of new providers
 * exist, with their offsets, before their entries.
 */
public final class CatalogPublisher {
    private static final String TRANSACTIONAL_ID = "quaestor-catalog";

    /**
     * Longer than the services have, which must be replaced within seconds: a person waits, and a
     * broker that has just started beside everything else may take that long.
     */
    private static final Map<String, Object> PATIENCE =
            Map.of(
                    ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 6_000,
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 12_000,
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 15_000);

    /** Each of at most the producer's max.block.ms: past the transaction timeout of a rival. */
    private static final int BEGIN_TRIES = 20;

    private final KafkaSettings kafka;
    private final RegistryClient registry;
    private final InstantSource clock;

    public CatalogPublisher(KafkaSettings kafka, RegistryClient registry, InstantSource clock) {
        this.kafka = kafka;
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * Applies a document.
     *
     * @throws KafkaException when the broker does not answer, or a rival applied another document
     * @throws io.quaestor.wire.registry.RegistryException when the registry does not answer
     */
    public PublishOutcome publish(CatalogDocument document, String author, String reason) {
        var encoder = RecordEncoder.ofValues(registry);
        try (var producer = new KafkaProducer<byte[], byte[]>(producerConfig())) {
            begin(producer);
            var application = application(author, reason, encoder);
            var current = new CatalogTopic(kafka, registry).read();
            return switch (CatalogPlanner.plan(current, document, application)) {
                case CatalogPlan.Unchanged(long version) -> new PublishOutcome.Unchanged(version);
                case CatalogPlan.NewVersion plan -> {
                    provision(plan.entries());
                    commit(producer, records(plan, encoder));
                    yield published(plan);
                }
            };
        }
    }

    private Map<String, Object> producerConfig() {
        var config = ClientDefaults.transactional(kafka, TRANSACTIONAL_ID);
        config.putAll(PATIENCE);
        config.putAll(kafka.extra());
        return config;
    }

    /** What {@link #publish} would change of a catalogue; writes nothing. */
    public List<CatalogDiff.Entry> diff(CurrentCatalog current, CatalogDocument document) {
        var application = application("", "", RecordEncoder.ofValues(registry));
        return CatalogDiff.of(current, CatalogPlanner.plan(current, document, application));
    }

    private Application application(String author, String reason, RecordEncoder encoder) {
        return new Application(
                author,
                reason,
                TRANSACTIONAL_ID,
                clock.instant(),
                entry -> CatalogTopic.bodySha256(encoder.encode(Topics.CATALOG, entry)));
    }

    private void provision(List<CatalogEntry> entries) {
        try (var provisioner = new TopicProvisioner(kafka)) {
            entries.stream()
                    .filter(entry -> entry.getKind() == CatalogKind.PROVIDER && !entry.getRetired())
                    .forEach(entry -> provisioner.provisionProvider(entry.getName()));
        }
    }

    private static List<ProducerRecord<byte[], byte[]>> records(
            CatalogPlan.NewVersion plan, RecordEncoder encoder) {
        var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
        for (var event : plan.events()) {
            records.add(
                    Lanes.record(
                            Topics.JOURNAL,
                            event.getLane(),
                            event.getSubject(),
                            encoder.encode(Topics.JOURNAL, event)));
        }
        for (var entry : plan.entries()) {
            records.add(
                    Lanes.record(
                            Topics.CATALOG,
                            0,
                            CatalogKey.of(entry).text(),
                            encoder.encode(Topics.CATALOG, entry)));
        }
        return records;
    }

    /** The broker may still be ending a rival's transaction; asking again is harmless. */
    private static void begin(KafkaProducer<byte[], byte[]> producer) {
        for (int i = 1; ; i++) {
            try {
                producer.initTransactions();
                return;
            } catch (TimeoutException e) {
                if (i == BEGIN_TRIES) {
                    throw e;
                }
            }
        }
    }

    // Kafka keeps this constructor for removal but offers no other group without a member; it goes
    // unused, for there are no offsets.
    @SuppressWarnings("removal")
    private static void commit(
            KafkaProducer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> records) {
        var content = KafkaTransaction.Content.of(records, Map.of());
        var result =
                new KafkaTransaction(producer)
                        .run(content, new ConsumerGroupMetadata(TRANSACTIONAL_ID));
        switch (result) {
            case TransactionResult.Committed _ -> {}
            case TransactionResult.Aborted(_, Exception cause) -> throw notApplied(cause);
            case TransactionResult.Lost(Exception cause) -> throw notApplied(cause);
        }
    }

    private static KafkaException notApplied(Exception cause) {
        return cause instanceof ProducerFencedException
                ? new KafkaException("another catalogue was applied meanwhile: apply again", cause)
                : new KafkaException("the catalogue was not applied: " + why(cause), cause);
    }

    /** A producer in an error state names as its cause what put it there. */
    private static String why(Throwable failure) {
        return failure.getCause() == null
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + " " + why(failure.getCause());
    }

    private static PublishOutcome published(CatalogPlan.NewVersion plan) {
        var entries = plan.entries().subList(0, plan.entries().size() - 1);
        return new PublishOutcome.Published(
                plan.version(),
                entries.stream().map(CatalogKey::of).toList(),
                entries.stream().filter(CatalogEntry::getRetired).map(CatalogKey::of).toList());
    }
}
