package io.quaestor.wire.registry;

import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;

/** How the registry's subject of a schema is named. */
public enum SubjectNaming {
    /** {@code <topic>-key} or {@code <topic>-value}. */
    TOPIC_NAME("TopicNameStrategy"),
    /** The record's full name. */
    RECORD_NAME("RecordNameStrategy"),
    /** {@code <topic>-<full name of the record>}. */
    TOPIC_RECORD_NAME("TopicRecordNameStrategy");

    private static final String CONFLUENT_PACKAGE = "io.confluent.kafka.serializers.subject.";

    private final String strategy;

    SubjectNaming(String strategy) {
        this.strategy = strategy;
    }

    /** The subject of {@code schema} on {@code topic}. */
    public String subject(String topic, boolean isKey, Schema schema) {
        return switch (this) {
            case TOPIC_NAME -> topic + (isKey ? "-key" : "-value");
            case RECORD_NAME -> schema.getFullName();
            case TOPIC_RECORD_NAME -> topic + "-" + schema.getFullName();
        };
    }

    /** Reads Confluent's class name or its short form. */
    static SubjectNaming parse(String key, String name) {
        for (SubjectNaming naming : values()) {
            if (name.equals(naming.strategy) || name.equals(CONFLUENT_PACKAGE + naming.strategy)) {
                return naming;
            }
        }
        throw new ConfigException(
                key,
                name,
                "must be TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy, with or"
                        + " without "
                        + CONFLUENT_PACKAGE);
    }
}
