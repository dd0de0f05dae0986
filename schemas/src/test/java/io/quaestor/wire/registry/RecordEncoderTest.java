package io.quaestor.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordEncoderTest {

    private final FakeRegistry registry = new FakeRegistry();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void asksNothingOnceWarm() {
        RecordEncoder encoder = RecordEncoder.ofValues(registry.client());
        int id = encoder.warm("parcels", Parcel.SCHEMA$);
        registry.answer(503, "");

        byte[] framed = encoder.encode("parcels", parcel("p1"));

        assertThat(WireFormat.schemaId(framed)).isEqualTo(id);
        assertThat(registry.store.subjects).containsOnlyKeys("parcels-value");
    }

    @Test
    void namesTheSubjectsOfKeysAfterTheKey() {
        RecordEncoder.ofKeys(registry.client()).warm("parcels", Parcel.SCHEMA$);

        assertThat(registry.store.subjects).containsOnlyKeys("parcels-key");
    }

    @Test
    void triesAgainWhenTheRegistryWasDownAtTheStart() {
        RecordEncoder encoder = RecordEncoder.ofValues(registry.client());
        registry.answer(503, "");
        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> encoder.warm("parcels", Parcel.SCHEMA$));

        registry.recover();

        assertThat(encoder.warm("parcels", Parcel.SCHEMA$)).isEqualTo(1);
    }

    @Test
    void onlyLooksUpWhenItMustNotRegister() {
        RecordEncoder encoder =
                RecordEncoder.ofValues(registry.client("auto.register.schemas", "false"));
        assertThatExceptionOfType(UnknownSchemaException.class)
                .isThrownBy(() -> encoder.warm("parcels", Parcel.SCHEMA$));

        int id = registry.add("parcels-value", Parcel.SCHEMA$);

        assertThat(encoder.warm("parcels", Parcel.SCHEMA$)).isEqualTo(id);
    }

    @Test
    void writesAsTheLatestVersionMatchingFieldsByName() {
        Schema own =
                SchemaBuilder.record("Note")
                        .fields()
                        .requiredString("text")
                        .requiredInt("rank")
                        .endRecord();
        Schema latest =
                SchemaBuilder.record("Note")
                        .fields()
                        .requiredLong("rank")
                        .requiredString("text")
                        .name("place")
                        .type()
                        .stringType()
                        .stringDefault("home")
                        .endRecord();
        registry.add("notes-value", own);
        int id = registry.add("notes-value", latest);
        GenericRecord note = new GenericData.Record(own);
        note.put("text", "hello");
        note.put("rank", 7);
        RegistryClient client = registry.client("use.latest.version", "true");

        byte[] framed = RecordEncoder.ofValues(client).encode("notes", note);

        assertThat(WireFormat.schemaId(framed)).isEqualTo(id);
        GenericRecord read = RecordDecoder.generic(client, latest).decode(record(framed));
        assertThat(read).hasToString("{\"rank\": 7, \"text\": \"hello\", \"place\": \"home\"}");
    }

    @Test
    void refusesALatestVersionThatCannotHoldTheRecord() {
        registry.add(
                "parcels-value",
                SchemaBuilder.record("Parcel").fields().requiredDouble("id").endRecord());

        assertThatExceptionOfType(UnusableSchemaException.class)
                .isThrownBy(
                        () ->
                                RecordEncoder.ofValues(
                                                registry.client("use.latest.version", "true"))
                                        .warm("parcels", Parcel.SCHEMA$))
                .withMessageContaining("parcels-value");
    }

    @Test
    void namesTopicSchemaAndFieldOfAValueThatDoesNotFitWithoutQuotingIt() {
        RecordEncoder encoder = RecordEncoder.ofValues(registry.client());
        Parcel incomplete = parcel("secret");
        incomplete.put(2, null);
        Parcel wrong = parcel("secret");
        wrong.put(5, "secret");

        assertThatExceptionOfType(UnencodableRecordException.class)
                .isThrownBy(() -> encoder.encode("parcels", incomplete))
                .withMessageContaining("parcels schema id 1")
                .withMessageContaining("at");
        assertThatExceptionOfType(UnencodableRecordException.class)
                .isThrownBy(() -> encoder.encode("parcels", wrong))
                .satisfies(
                        e ->
                                assertThat(e)
                                        .hasMessageContaining("Parcel")
                                        .hasMessageNotContaining("secret")
                                        .hasNoCause());
        assertThat(encoder.encode("parcels", parcel("p1"))).isNotEmpty();
    }

    @Test
    void encodesMoreSchemasThanItKeeps() {
        RegistryClient client = registry.client("max.schemas.per.subject", "1");
        RecordEncoder encoder = RecordEncoder.ofValues(client);
        for (String topic : List.of("one", "two", "one", "two")) {
            for (String name : List.of("A", "B", "A")) {
                Schema schema = SchemaBuilder.record(name).fields().requiredInt("n").endRecord();
                GenericRecord value = new GenericData.Record(schema);
                value.put("n", 5);

                byte[] framed = encoder.encode(topic, value);

                assertThat(RecordDecoder.generic(client, schema).decode(record(framed)))
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void encodesLargeAndSmallRecordsInTurn() {
        RegistryClient client = registry.client();
        RecordEncoder encoder = RecordEncoder.ofValues(client);
        RecordDecoder<Parcel> decoder = RecordDecoder.of(client, Parcel.class);
        for (int length : new int[] {1, 5_000, 3_000_000, 2}) {
            Parcel parcel = parcel("x".repeat(length));

            assertThat(decoder.decode(record(encoder.encode("parcels", parcel)))).isEqualTo(parcel);
        }
    }

    @Test
    void servesSeveralThreadsAtOnce() throws Exception {
        RegistryClient client = registry.client();
        RecordEncoder encoder = RecordEncoder.ofValues(client);
        RecordDecoder<Parcel> decoder = RecordDecoder.of(client, Parcel.class);
        List<Future<?>> results = new ArrayList<>();

        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int thread = 0; thread < 4; thread++) {
                String id = "p" + thread;
                results.add(
                        threads.submit(
                                () -> {
                                    for (int i = 0; i < 2_000; i++) {
                                        Parcel parcel = parcel(id + "-" + i);
                                        byte[] framed = encoder.encode("parcels", parcel);
                                        assertThat(decoder.decode(record(framed)))
                                                .isEqualTo(parcel);
                                    }
                                }));
            }
        }

        for (Future<?> result : results) {
            result.get();
        }
    }

    private static Parcel parcel(String id) {
        return Parcel.of(id, 7, Instant.ofEpochMilli(5), ParcelSpeed.SLOW);
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        return new ConsumerRecord<>("parcels", 0, 0, new byte[0], value);
    }
}
