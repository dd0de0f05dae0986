package io.quaestor.audit;

import io.quaestor.audit.chain.Body;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RegistryClient;
import io.quaestor.wire.registry.UndecodableRecordException;
import io.quaestor.wire.registry.UndecodableRecordException.Reason;
import io.quaestor.wire.registry.WireFormat;
import java.time.Instant;
import java.util.IdentityHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Edge: a Kafka record of the journal to what is chained of it.
 *
 * <p>No record is refused or left out: one that cannot be read is chained as an {@link
 * UnreadableRecord}. Only a registry that does not answer makes it fail, so that the record is read
 * again. For one thread.
 */
final class KafkaJournalReader {

    private static final Logger log = LoggerFactory.getLogger(KafkaJournalReader.class);

    /**
     * Schema objects of one journal: a handful. More means that the decoder's cache gives out new
     * ones; then begin anew.
     */
    private static final int MAX_SCHEMAS = 1_000;

    private final RecordDecoder<Object> decoder;
    private final IdentityHashMap<Schema, StoredSchema> schemas = new IdentityHashMap<>();

    KafkaJournalReader(RegistryClient registry) {
        this.decoder = RecordDecoder.asWritten(registry);
    }

    /**
     * @throws io.quaestor.wire.registry.RegistryUnavailableException when the schema could not be
     *     asked for: read it again
     */
    JournalRecord read(ConsumerRecord<byte[], byte[]> record) {
        Instant kafkaAt = EventColumns.fitting(Instant.ofEpochMilli(record.timestamp()));
        try {
            if (decoder.decode(record) instanceof GenericRecord value
                    && storable(stored(value.getSchema()))) {
                return readable(record, kafkaAt, value);
            }
            log.error(
                    "chained as unreadable, the schema is not of a record: {}-{}@{}",
                    record.topic(),
                    record.partition(),
                    record.offset());
            return unreadable(record, kafkaAt, Reason.UNUSABLE_SCHEMA);
        } catch (UndecodableRecordException e) {
            log.error("chained as unreadable: {}", e.getMessage());
            return unreadable(record, kafkaAt, e.reason());
        }
    }

    /**
     * A name with a character 0 is no name in Avro, but a registry may have it; PostgreSQL would
     * refuse the row for ever.
     */
    private static boolean storable(StoredSchema schema) {
        return schema.canonicalForm().indexOf('\0') < 0;
    }

    private JournalRecord readable(
            ConsumerRecord<byte[], byte[]> record, Instant kafkaAt, GenericRecord value) {
        return new JournalRecord(
                record.offset(),
                kafkaAt,
                stored(value.getSchema()),
                Body.after(WireFormat.HEADER_BYTES, record.value()),
                EventColumns.of(value));
    }

    private static JournalRecord unreadable(
            ConsumerRecord<byte[], byte[]> record, Instant kafkaAt, Reason reason) {
        return new JournalRecord(
                record.offset(),
                kafkaAt,
                UnreadableRecord.STORED,
                UnreadableRecord.body(reason.name(), record.key(), record.value()),
                EventColumns.unreadable(kafkaAt));
    }

    private StoredSchema stored(Schema schema) {
        if (schemas.size() >= MAX_SCHEMAS) {
            schemas.clear();
        }
        return schemas.computeIfAbsent(schema, StoredSchema::of);
    }
}
