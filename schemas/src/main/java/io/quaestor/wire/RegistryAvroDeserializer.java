package io.quaestor.wire;

import io.quaestor.wire.registry.BytesDecoder;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka deserializer of Avro records in Confluent's wire format, configured by class name with
 * Confluent's keys (see {@link io.quaestor.wire.registry.RegistryConfig}). {@code null} stays
 * {@code null}: a tombstone.
 *
 * <p>Its errors name topic and schema id only: Kafka does not tell a deserializer partition and
 * offset, but adds them itself in the {@code RecordDeserializationException} that its consumer
 * throws. Inside Quaestor records are decoded by {@link io.quaestor.wire.registry.RecordDecoder},
 * which has them.
 */
public final class RegistryAvroDeserializer<T extends IndexedRecord> implements Deserializer<T> {

    private Optional<BytesDecoder<T>> decoder = Optional.empty();

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        decoder = Optional.of(BytesDecoder.from(configs, isKey));
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] framed) {
        return framed == null
                ? null
                : decoder.orElseThrow(() -> new IllegalStateException("configure() comes first"))
                        .decode(topic, framed);
    }
}
