package io.quaestor.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quaestor.wire.registry.UndecodableRecordException.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records of other versions of a schema than the one this program was built with. */
class SchemaEvolutionTest {

    private final FakeRegistry registry = new FakeRegistry();
    private final RegistryClient client = registry.client();
    private final RecordDecoder<Parcel> decoder = RecordDecoder.of(client, Parcel.class);

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void fillsInTheDefaultsOfFieldsAnOlderWriterDidNotKnow() {
        GenericRecord older =
                parcel(
                        """
                        {"name":"id","type":"string"},{"name":"lane","type":"int"},{"name":"at","type":"long"}\
                        """);
        older.put("id", "p1");
        older.put("lane", 3);
        older.put("at", 5L);

        Parcel decoded = decoder.decode(written(older));

        assertThat(decoded)
                .isEqualTo(Parcel.of("p1", 3, Instant.ofEpochMilli(5), ParcelSpeed.SLOW));
    }

    @Test
    void skipsFieldsOfANewerWriterAndMatchesTheOthersByName() {
        GenericRecord newer =
                parcel(
                        """
                        {"name":"added","type":{"type":"array","items":{"type":"map","values":"double"}}},
                        {"name":"at","type":"int"},{"name":"lane","type":"int"},{"name":"id","type":"string"},
                        {"name":"last","type":"bytes"}\
                        """);
        newer.put("added", List.of(Map.of("k", 1.5), Map.of()));
        newer.put("at", 5);
        newer.put("lane", 3);
        newer.put("id", "p1");
        newer.put("last", java.nio.ByteBuffer.wrap(new byte[9]));

        Parcel decoded = decoder.decode(written(newer));

        assertThat(decoded)
                .isEqualTo(Parcel.of("p1", 3, Instant.ofEpochMilli(5), ParcelSpeed.SLOW));
    }

    @Test
    void readsASymbolItDoesNotKnowAsTheEnumsDefault() {
        Schema speeds =
                new Schema.Parser()
                        .parse(
                                """
                                {"type":"enum","name":"ParcelSpeed","namespace":"io.quaestor.wire.registry",
                                 "symbols":["UNKNOWN","SLOW","FAST","SUPERSONIC"],"default":"UNKNOWN"}\
                                """);
        GenericRecord newer =
                parcel(
                        """
                        {"name":"id","type":"string"},{"name":"lane","type":"int"},{"name":"at","type":"long"},
                        {"name":"speed","type":%s}\
                        """
                                .formatted(speeds));
        newer.put("id", "p1");
        newer.put("lane", 3);
        newer.put("at", 5L);
        newer.put("speed", new GenericData.EnumSymbol(speeds, "SUPERSONIC"));

        assertThat(decoder.decode(written(newer)).get(3)).isEqualTo(ParcelSpeed.UNKNOWN);
    }

    @Test
    void readsTheRecordsOfANewerUnionThatUseBranchesItKnows() {
        GenericRecord newer =
                parcel(
                        """
                        {"name":"id","type":"string"},{"name":"lane","type":"int"},{"name":"at","type":"long"},
                        {"name":"seal","type":["null","bytes","double"]}\
                        """);
        newer.put("id", "p1");
        newer.put("lane", 3);
        newer.put("at", 5L);

        assertThat(decoder.decode(written(newer)).get(7)).isNull();

        newer.put("seal", 1.5);
        assertThatExceptionOfType(UndecodableRecordException.class)
                .isThrownBy(() -> decoder.decode(written(newer)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.INCOMPATIBLE_SCHEMA));
    }

    @Test
    void tellsAWriterWithoutARequiredFieldApartFromMalformedBytes() {
        GenericRecord other = parcel("{\"name\":\"id\",\"type\":\"string\"}");
        other.put("id", "p1");

        assertThatExceptionOfType(UndecodableRecordException.class)
                .isThrownBy(() -> decoder.decode(written(other)))
                .withMessageContaining("missing required field")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.INCOMPATIBLE_SCHEMA));
    }

    @Test
    void readsWhatWasWrittenUnderAnEarlierName() {
        Schema reader =
                new Schema.Parser()
                        .parse(
                                """
                                {"type":"record","name":"Parcel2","namespace":"renamed",
                                 "aliases":["io.quaestor.wire.registry.Parcel"],"fields":[
                                  {"name":"key","aliases":["id"],"type":"string"}]}""");
        GenericRecord earlier = parcel("{\"name\":\"id\",\"type\":\"string\"}");
        earlier.put("id", "p1");

        GenericRecord decoded = RecordDecoder.generic(client, reader).decode(written(earlier));

        assertThat(decoded.get("key")).hasToString("p1");
    }

    @Test
    void readsSeveralVersionsInTurn() {
        GenericRecord older =
                parcel(
                        """
                        {"name":"id","type":"string"},{"name":"lane","type":"int"},{"name":"at","type":"long"}\
                        """);
        older.put("id", "old");
        older.put("lane", 1);
        older.put("at", 1L);
        Parcel newer = Parcel.of("new", 2, Instant.ofEpochMilli(2), ParcelSpeed.FAST);
        RecordEncoder encoder = RecordEncoder.ofValues(client);

        for (int i = 0; i < 3; i++) {
            assertThat(decoder.decode(written(older)).get(0)).isEqualTo("old");
            assertThat(decoder.decode(record(encoder.encode("parcels", newer))).get(0))
                    .isEqualTo("new");
        }
    }

    private static GenericRecord parcel(String fields) {
        return new GenericData.Record(
                new Schema.Parser()
                        .parse(
                                "{\"type\":\"record\",\"name\":\"Parcel\",\"namespace\":\"io.quaestor.wire.registry\",\"fields\":["
                                        + fields
                                        + "]}"));
    }

    private ConsumerRecord<byte[], byte[]> written(GenericRecord value) {
        return record(RecordEncoder.ofValues(client).encode("parcels", value));
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        return new ConsumerRecord<>("parcels", 0, 0, new byte[0], value);
    }
}
