package io.quaestor.wire;

import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka serializer of Avro records in Confluent's wire format, configured by class name with
 * Confluent's keys (see {@link io.quaestor.wire.registry.RegistryConfig}). {@code null} stays
 * {@code null}: a tombstone.
 *
 * <p>Throws what {@link RecordEncoder#encode} throws; all are Kafka {@code
 * SerializationException}s.
 */
public final class RegistryAvroSerializer<T extends IndexedRecord> implements Serializer<T> {

    private Optional<RecordEncoder> encoder = Optional.empty();

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        RegistryClient registry = RegistryClient.from(configs);
        encoder =
                Optional.of(
                        isKey ? RecordEncoder.ofKeys(registry) : RecordEncoder.ofValues(registry));
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T value) {
        return value == null
                ? null
                : encoder.orElseThrow(() -> new IllegalStateException("configure() comes first"))
                        .encode(topic, value);
    }
}
