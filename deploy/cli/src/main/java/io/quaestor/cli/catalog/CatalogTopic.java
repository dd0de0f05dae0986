package io.quaestor.cli.catalog;

import io.quaestor.event.CatalogEntry;
import io.quaestor.event.CatalogVersion;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.EndOffsets;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RegistryClient;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Edge: reads {@code llm.catalog} from its start to what is committed now. */
public final class CatalogTopic {
    private static final TopicPartition CATALOG = new TopicPartition(Topics.CATALOG, 0);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Magic byte and schema id, before the Avro body. */
    private static final int HEADER_BYTES = 5;

    private final KafkaSettings kafka;
    private final RecordDecoder<CatalogEntry> decoder;

    public CatalogTopic(KafkaSettings kafka, RegistryClient registry) {
        this.kafka = kafka;
        this.decoder = RecordDecoder.of(registry, CatalogEntry.class);
    }

    /** The catalogue in force; {@link CurrentCatalog#EMPTY} before the first. */
    public CurrentCatalog read() {
        return CurrentCatalog.of(records());
    }

    /** Every version that was applied, the oldest first; their bodies hold the documents. */
    public List<CatalogEntry> versions() {
        return records().stream()
                .map(CurrentCatalog.KnownEntry::entry)
                .filter(entry -> entry.getBody() instanceof CatalogVersion)
                .toList();
    }

    private List<CurrentCatalog.KnownEntry> records() {
        var config = ClientDefaults.consumer(kafka, "quaestor-catalog-reader");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        var records = new ArrayList<CurrentCatalog.KnownEntry>();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(config);
                var ends = new EndOffsets(kafka, "quaestor-catalog-reader")) {
            consumer.assign(List.of(CATALOG));
            consumer.seekToBeginning(List.of(CATALOG));
            long end = ends.of(List.of(CATALOG)).getOrDefault(CATALOG, 0L);
            while (consumer.position(CATALOG) < end) {
                for (var record : consumer.poll(POLL)) {
                    records.add(
                            new CurrentCatalog.KnownEntry(
                                    decoder.decode(record), bodySha256(record.value())));
                }
            }
        }
        return records;
    }

    /** SHA-256 of the Avro body in a framed record. */
    static ByteBuffer bodySha256(byte[] framed) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(framed, HEADER_BYTES, framed.length - HEADER_BYTES);
            return ByteBuffer.wrap(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
