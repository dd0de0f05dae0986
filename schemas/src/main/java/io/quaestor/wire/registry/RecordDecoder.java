package io.quaestor.wire.registry;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decodes a record's value with the record in hand, so that every failure names topic, partition,
 * offset and schema id.
 *
 * <p>Allocates no more than a small multiple of the record's size. Safe for several threads.
 * Generated classes need no system property.
 */
public final class RecordDecoder<T> {

    private final FrameDecoder<T> frames;

    private RecordDecoder(FrameDecoder<T> frames) {
        this.frames = frames;
    }

    /**
     * Values as the generated class {@code type}, resolved from whatever schema they were written
     * with.
     */
    public static <T extends SpecificRecord> RecordDecoder<T> of(
            RegistryClient registry, Class<T> type) {
        return new RecordDecoder<>(new FrameDecoder<>(registry, Resolution.generated(type)));
    }

    /**
     * Values as each was written, whatever its schema: a {@link GenericRecord}, or what Avro makes
     * of a schema that is no record.
     */
    public static RecordDecoder<Object> asWritten(RegistryClient registry) {
        return new RecordDecoder<>(new FrameDecoder<>(registry, Resolution.genericAsWritten()));
    }

    /** Values as generic records of {@code schema}. */
    public static RecordDecoder<GenericRecord> generic(RegistryClient registry, Schema schema) {
        return new RecordDecoder<>(new FrameDecoder<>(registry, Resolution.generic(schema)));
    }

    /**
     * The record's value.
     *
     * @throws UndecodableRecordException if these bytes can never be read: dead-letter them
     * @throws RegistryUnavailableException if the schema could not be asked for: try again, never
     *     dead-letter
     */
    public T decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return frames.decode(record.value());
        } catch (Undecodable e) {
            throw e.at(record.topic(), record.partition(), record.offset(), position(record));
        } catch (RegistryUnavailableException e) {
            throw new RegistryUnavailableException(
                    position(record)
                            + " schema id "
                            + WireFormat.schemaId(record.value())
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static String position(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }
}
