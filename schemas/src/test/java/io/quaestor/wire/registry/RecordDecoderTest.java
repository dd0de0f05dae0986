package io.quaestor.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quaestor.wire.registry.UndecodableRecordException.Reason;
import java.time.Instant;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordDecoderTest {

    private final FakeRegistry registry = new FakeRegistry();
    private final RegistryClient client = registry.client();
    private final RecordDecoder<Parcel> decoder = RecordDecoder.of(client, Parcel.class);
    private byte[] framed = new byte[0];

    @BeforeEach
    void encodeAParcel() {
        framed =
                RecordEncoder.ofValues(client)
                        .encode(
                                "parcels",
                                Parcel.of("p1", 7, Instant.ofEpochMilli(5), ParcelSpeed.SLOW));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void namesTopicPartitionOffsetAndSchemaIdOfABadRecord() {
        byte[] cut = Arrays.copyOf(framed, framed.length - 1);

        assertThatExceptionOfType(UndecodableRecordException.class)
                .isThrownBy(() -> decoder.decode(record(cut)))
                .withMessageStartingWith("parcels-3@42 schema id 1: ")
                .satisfies(
                        e -> {
                            assertThat(e.topic()).isEqualTo("parcels");
                            assertThat(e.partition()).isEqualTo(3);
                            assertThat(e.offset()).isEqualTo(42);
                            assertThat(e.schemaId()).hasValue(1);
                            assertThat(e.reason()).isEqualTo(Reason.MALFORMED_AVRO);
                        });
    }

    @Test
    void tellsWhatIsWrongWithTheHeader() {
        assertThat(reasonFor(null)).isEqualTo(Reason.NULL_VALUE);
        assertThat(reasonFor(new byte[0])).isEqualTo(Reason.TOO_SHORT);
        assertThat(reasonFor(new byte[4])).isEqualTo(Reason.TOO_SHORT);
        assertThat(reasonFor("{\"json\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(Reason.BAD_MAGIC);
        assertThat(reasonFor(new byte[] {0, 0, 0, 0, 99})).isEqualTo(Reason.UNKNOWN_SCHEMA_ID);
        assertThat(reasonFor(new byte[] {0, -1, 0, 0, 1})).isEqualTo(Reason.UNKNOWN_SCHEMA_ID);
    }

    @Test
    void tellsBytesAfterTheRecord() {
        assertThat(reasonFor(Arrays.copyOf(framed, framed.length + 1)))
                .isEqualTo(Reason.TRAILING_BYTES);
    }

    @Test
    void tellsASchemaThatIsNotAvro() {
        registry.store.rawReplies.put(8, "{\"schema\":\"{}\",\"schemaType\":\"JSON\"}");

        assertThat(reasonFor(new byte[] {0, 0, 0, 0, 8})).isEqualTo(Reason.UNUSABLE_SCHEMA);
    }

    @Test
    void refusesAnotherKindOfRecordEvenIfItsFieldsWouldFit() {
        Schema reader = SchemaBuilder.record("Refund").fields().optionalString("note").endRecord();
        Schema writer = SchemaBuilder.record("Order").fields().optionalString("note").endRecord();
        int id = registry.add("orders-value", writer);

        assertThatExceptionOfType(UndecodableRecordException.class)
                .isThrownBy(
                        () ->
                                RecordDecoder.generic(client, reader)
                                        .decode(record(new byte[] {0, 0, 0, 0, (byte) id, 0})))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.INCOMPATIBLE_SCHEMA));
    }

    @Test
    void neverBlamesTheRecordForTheRegistry() {
        RecordDecoder<Parcel> cold = RecordDecoder.of(registry.client(), Parcel.class);
        for (int status : new int[] {401, 403, 400, 404, 500, 503}) {
            registry.answer(status, "");

            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(() -> cold.decode(record(framed)))
                    .withMessageStartingWith("parcels-3@42 schema id 1: ");
        }
        registry.recover();
        assertThat(cold.decode(record(framed)).get(0)).isEqualTo("p1");
    }

    @Test
    void asksTheRegistryOncePerSchema() {
        decoder.decode(record(framed));
        registry.requests.clear();

        decoder.decode(record(framed));

        assertThat(registry.requests).isEmpty();
    }

    private Reason reasonFor(byte @Nullable [] value) {
        try {
            decoder.decode(record(value));
        } catch (UndecodableRecordException e) {
            return e.reason();
        }
        throw new AssertionError("decoded");
    }

    private static ConsumerRecord<byte[], byte[]> record(byte @Nullable [] value) {
        return new ConsumerRecord<>("parcels", 3, 42, new byte[0], value);
    }
}
