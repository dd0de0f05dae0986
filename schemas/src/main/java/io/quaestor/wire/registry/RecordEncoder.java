package io.quaestor.wire.registry;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Encodes records with their header. After {@link #warm} a topic and schema never ask the registry
 * again.
 *
 * <p>Safe for several threads: the buffer is lent to one of them at a time, another one makes its
 * own.
 */
public final class RecordEncoder {

    private final RegistryClient registry;
    private final boolean isKey;

    /** Bounded by the topics and schemas of the program; a schema computes its hash once. */
    private final ConcurrentMap<String, ConcurrentMap<Schema, EncodingPlan>> plans =
            new ConcurrentHashMap<>();

    private final AtomicReference<@Nullable Scratch> idle = new AtomicReference<>();

    private RecordEncoder(RegistryClient registry, boolean isKey) {
        this.registry = registry;
        this.isKey = isKey;
    }

    /** For values; their subjects follow {@code value.subject.name.strategy}. */
    public static RecordEncoder ofValues(RegistryClient registry) {
        return new RecordEncoder(registry, false);
    }

    /** For keys; their subjects follow {@code key.subject.name.strategy}. */
    public static RecordEncoder ofKeys(RegistryClient registry) {
        return new RecordEncoder(registry, true);
    }

    /**
     * Registers or looks up {@code schema} for {@code topic}, as the settings say; returns its id.
     *
     * @throws RegistryException if the registry is unavailable, does not know the schema or refuses
     *     it
     */
    public int warm(String topic, Schema schema) {
        return plan(topic, schema).schemaId();
    }

    /**
     * The framed bytes of {@code value}. Asks the registry only if its schema was never used on
     * {@code topic}.
     *
     * @throws UnencodableRecordException if the value does not fit its own schema
     * @throws RegistryException as {@link #warm}
     */
    public byte[] encode(String topic, IndexedRecord value) {
        EncodingPlan plan = plan(topic, value.getSchema());
        Scratch scratch = borrow();
        try {
            scratch.reset();
            plan.write(value, scratch);
            byte[] framed = scratch.toBytes();
            idle.set(scratch);
            return framed;
        } catch (IOException | RuntimeException e) {
            throw new UnencodableRecordException(
                    "%s schema id %d: a %s does not fit: %s"
                            .formatted(
                                    topic,
                                    plan.schemaId(),
                                    value.getSchema().getFullName(),
                                    withoutContent(e)));
        }
    }

    /**
     * Avro names the path of a missing value, but quotes a value of the wrong type, and a prompt
     * must not reach a log.
     */
    private static String withoutContent(Exception failure) {
        return failure instanceof NullPointerException
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName();
    }

    private Scratch borrow() {
        Scratch scratch = idle.getAndSet(null);
        return scratch == null ? new Scratch() : scratch;
    }

    private EncodingPlan plan(String topic, Schema schema) {
        ConcurrentMap<Schema, EncodingPlan> ofTopic = plans.get(topic);
        EncodingPlan known = ofTopic == null ? null : ofTopic.get(schema);
        if (known != null) {
            return known;
        }
        EncodingPlan plan = newPlan(topic, schema);
        plans.computeIfAbsent(topic, _ -> new ConcurrentHashMap<>()).put(schema, plan);
        return plan;
    }

    private EncodingPlan newPlan(String topic, Schema schema) {
        RegistrySettings settings = registry.settings();
        String subject = settings.subject(topic, isKey, schema);
        if (settings.useLatestVersion()) {
            return asLatest(registry.latest(subject), schema);
        }
        int id =
                settings.autoRegister()
                        ? registry.register(subject, schema)
                        : registry.lookUp(subject, schema);
        return EncodingPlan.direct(id, schema);
    }

    private static EncodingPlan asLatest(RegisteredSchema latest, Schema own) {
        if (latest.schema().equals(own)) {
            return EncodingPlan.direct(latest.id(), own);
        }
        if (SchemaCompatibility.checkReaderWriterCompatibility(latest.schema(), own).getType()
                != SchemaCompatibilityType.COMPATIBLE) {
            throw new UnusableSchemaException(
                    own.getFullName()
                            + " cannot be written as the latest version of "
                            + latest.subject(),
                    null);
        }
        try {
            return EncodingPlan.translated(latest.id(), own, latest.schema());
        } catch (IOException e) {
            throw new UnusableSchemaException(
                    "the latest version of " + latest.subject() + " cannot be used", e);
        }
    }
}
