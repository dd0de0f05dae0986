package io.quaestor.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quaestor.event.CancelRequest;
import io.quaestor.wire.registry.FakeRegistry;
import io.quaestor.wire.registry.RegistryUnavailableException;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** As another team uses them: by class name and configuration. */
class RegistryAvroSerdeTest {

    private static final CancelRequest CANCEL = cancel();

    private final FakeRegistry registry = new FakeRegistry();
    private final Serializer<IndexedRecord> serializer =
            configured(Serializer.class, RegistryAvroSerializer.class, Map.of());

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void givesGenericRecordsByDefault() {
        Deserializer<IndexedRecord> deserializer = deserializer(Map.of());

        IndexedRecord read =
                deserializer.deserialize("cancels", serializer.serialize("cancels", CANCEL));

        assertThat(read).isInstanceOf(GenericRecord.class);
        assertThat(((GenericRecord) read).get("requestId")).hasToString("r-1");
    }

    @Test
    void givesTheGeneratedClassThatTheWritersSchemaNames() {
        Deserializer<IndexedRecord> deserializer =
                deserializer(Map.of("specific.avro.reader", true));

        assertThat(deserializer.deserialize("cancels", serializer.serialize("cancels", CANCEL)))
                .isEqualTo(CANCEL);
    }

    @Test
    void givesTheGeneratedClassThatIsConfigured() {
        Deserializer<IndexedRecord> deserializer =
                deserializer(
                        Map.of(
                                "specific.avro.reader", "true",
                                "specific.avro.value.type", "io.quaestor.event.CancelRequest"));

        assertThat(deserializer.deserialize("cancels", serializer.serialize("cancels", CANCEL)))
                .isEqualTo(CANCEL);
    }

    @Test
    void buildsNoClassThatAvroDidNotGenerateWhateverTheWritersSchemaNames() {
        int id =
                registry.addText(
                        "cancels-value",
                        "{\"type\":\"record\",\"name\":\"Thread\",\"namespace\":\"java.lang\",\"fields\":[]}");

        assertThatExceptionOfType(UndecodableRecordException.class)
                .isThrownBy(
                        () ->
                                deserializer(Map.of("specific.avro.reader", true))
                                        .deserialize("cancels", new byte[] {0, 0, 0, 0, (byte) id}))
                .withMessageContaining("no generated class java.lang.Thread");
    }

    @Test
    void keepsTombstones() {
        assertThat(serializer.serialize("cancels", null)).isNull();
        assertThat(deserializer(Map.of()).deserialize("cancels", (byte[]) null)).isNull();
    }

    @Test
    void namesTopicAndSchemaIdAndSaysThatItKnowsNoPosition() {
        byte[] framed = serializer.serialize("cancels", CANCEL);
        framed[5] = 127;

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> deserializer(Map.of()).deserialize("cancels", framed))
                .isInstanceOfSatisfying(
                        UndecodableRecordException.class,
                        e -> {
                            assertThat(e.topic()).isEqualTo("cancels");
                            assertThat(e.schemaId()).hasValue(1);
                            assertThat(e.offset()).isEqualTo(-1);
                            assertThat(e)
                                    .hasMessageContaining("cancels")
                                    .hasMessageContaining("schema id 1")
                                    .hasMessageContaining("not told");
                        });
    }

    @Test
    void saysThatTheRegistryIsUnavailable() {
        byte[] framed = serializer.serialize("cancels", CANCEL);
        registry.answer(503, "");

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> deserializer(Map.of()).deserialize("cancels", framed))
                .withMessageStartingWith("cancels schema id 1: ");
    }

    @Test
    void refusesATypeThatAvroDidNotGenerate() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () ->
                                deserializer(
                                        Map.of(
                                                "specific.avro.reader",
                                                true,
                                                "specific.avro.value.type",
                                                "java.lang.String")))
                .withMessageContaining("specific.avro.value.type");
    }

    private Deserializer<IndexedRecord> deserializer(Map<String, ?> settings) {
        return configured(Deserializer.class, RegistryAvroDeserializer.class, settings);
    }

    @SuppressWarnings("unchecked") // as Kafka does: the class is known by its name only
    private <S> S configured(Class<? super S> type, Class<?> named, Map<String, ?> settings) {
        Map<String, Object> config = new HashMap<>(settings);
        config.put("schema.registry.url", registry.url());
        config.put("schema.registry.request.timeout.ms", 30_000);
        try {
            Object instance = Utils.newInstance(named.getName(), type);
            if (instance instanceof Serializer<?> serializerInstance) {
                serializerInstance.configure(config, false);
            } else {
                ((Deserializer<?>) instance).configure(config, false);
            }
            return (S) instance;
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static CancelRequest cancel() {
        CancelRequest cancel = new CancelRequest();
        cancel.setDepartment("legal");
        cancel.setRequestId("r-1");
        cancel.setRequestedBy("alice");
        cancel.setReason("");
        return cancel;
    }
}
