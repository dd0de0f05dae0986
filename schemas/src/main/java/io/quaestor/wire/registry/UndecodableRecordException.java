package io.quaestor.wire.registry;

import java.util.OptionalInt;

/** Bytes that are not a readable record, now and for ever: a matter for the dead-letter topic. */
public final class UndecodableRecordException extends WireException {

    /** What is wrong with the bytes. */
    public enum Reason {
        /** A record without a value, where one is required. */
        NULL_VALUE,
        /** Fewer bytes than a header has. */
        TOO_SHORT,
        /** The first byte is not 0. */
        BAD_MAGIC,
        /** The registry has no schema under the id. */
        UNKNOWN_SCHEMA_ID,
        /** The schema under the id is not Avro or cannot be parsed. */
        UNUSABLE_SCHEMA,
        /** The writer's schema cannot be resolved to the reader's for this record. */
        INCOMPATIBLE_SCHEMA,
        /** The body is not what the writer's schema says. */
        MALFORMED_AVRO,
        /** Bytes are left after the record. */
        TRAILING_BYTES
    }

    private final Reason reason;
    private final String topic;
    private final int partition;
    private final long offset;
    private final OptionalInt schemaId;

    UndecodableRecordException(
            Reason reason,
            String topic,
            int partition,
            long offset,
            OptionalInt schemaId,
            String message) {
        super(message, null);
        this.reason = reason;
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.schemaId = schemaId;
    }

    public Reason reason() {
        return reason;
    }

    public String topic() {
        return topic;
    }

    /** The partition, or -1 inside a Kafka Deserializer, which is not told. */
    public int partition() {
        return partition;
    }

    /** The offset, or -1 inside a Kafka Deserializer, which is not told. */
    public long offset() {
        return offset;
    }

    /** The schema id of the header; empty when there is no readable header. */
    public OptionalInt schemaId() {
        return schemaId;
    }
}
