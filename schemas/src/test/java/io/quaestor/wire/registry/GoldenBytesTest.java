package io.quaestor.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Frames written by hand from Confluent's wire-format page and Avro's binary encoding, so that
 * neither our encoder nor Avro's is its own judge.
 */
class GoldenBytesTest {

    private static final Schema USER =
            new Schema.Parser()
                    .parse(
                            """
                            {"type":"record","name":"User","namespace":"example.avro","fields":[
                              {"name":"name","type":"string"},
                              {"name":"favorite_number","type":["int","null"]},
                              {"name":"favorite_color","type":["string","null"]}]}\
                            """);

    /**
     * Magic 0; id 1; "Alyssa" (length 6 = 0x0c); branch 0, 256 = 0x80 0x04; branch 1 = 0x02, null.
     */
    private static final String ALYSSA =
            "00" + "00000001" + "0c" + "416c79737361" + "00" + "8004" + "02";

    /**
     * Magic 0; id 1; "p1"; lane 31 = 0x3e; 1,000 ms = 0xd0 0x0f; FAST = index 2 = 0x04; branch 1 =
     * 0x02, "pen", 5 = 0x0a; one block of one item, "cup", -1 = 0x01, end; one block of one entry
     * "k" = "ü" (c3 bc), end; branch 1, bytes de ad.
     */
    private static final String PARCEL =
            "00"
                    + "00000001"
                    + "047031"
                    + "3e"
                    + "d00f"
                    + "04"
                    + "02"
                    + "0670656e"
                    + "0a"
                    + "02"
                    + "06637570"
                    + "01"
                    + "00"
                    + "02"
                    + "026b"
                    + "04c3bc"
                    + "00"
                    + "02"
                    + "04dead";

    private final FakeRegistry registry = new FakeRegistry();
    private final RegistryClient client = registry.client();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void encodesAGenericRecordToTheGoldenBytes() {
        GenericRecord alyssa = new GenericData.Record(USER);
        alyssa.put("name", "Alyssa");
        alyssa.put("favorite_number", 256);

        assertThat(hex(RecordEncoder.ofValues(client).encode("users", alyssa))).isEqualTo(ALYSSA);
    }

    @Test
    void decodesTheGoldenBytesToAGenericRecord() {
        registry.add("users-value", USER);

        GenericRecord alyssa = RecordDecoder.generic(client, USER).decode(record(ALYSSA));

        assertThat(alyssa.get("name")).hasToString("Alyssa");
        assertThat(alyssa.get("favorite_number")).isEqualTo(256);
        assertThat(alyssa.get("favorite_color")).isNull();
    }

    @Test
    void encodesAGeneratedRecordToTheGoldenBytes() {
        assertThat(hex(RecordEncoder.ofValues(client).encode("parcels", parcel())))
                .isEqualTo(PARCEL);
    }

    @Test
    void decodesTheGoldenBytesToAGeneratedRecord() {
        registry.add("parcels-value", Parcel.SCHEMA$);

        Parcel decoded = RecordDecoder.of(client, Parcel.class).decode(record(PARCEL));

        assertThat(decoded.get(0)).isEqualTo("p1");
        assertThat(decoded.get(2)).isEqualTo(Instant.ofEpochSecond(1));
        assertThat(decoded.get(3)).isEqualTo(ParcelSpeed.FAST);
        assertThat(decoded.get(4))
                .isInstanceOf(ParcelItem.class)
                .isEqualTo(ParcelItem.of("pen", 5));
        assertThat(decoded).isEqualTo(parcel());
    }

    @Test
    void decodesBlocksThatStateTheirSize() {
        // "Binary encoding, Arrays": a negative count is followed by the block's bytes: -1 = 0x01,
        // 5 bytes = 0x0a.
        registry.add("parcels-value", Parcel.SCHEMA$);
        String sized =
                PARCEL.replace(
                        "02" + "06637570" + "01" + "00", "01" + "0a" + "06637570" + "01" + "00");

        assertThat(RecordDecoder.of(client, Parcel.class).decode(record(sized)))
                .isEqualTo(parcel());
    }

    @Test
    void writesTheSchemaIdBigEndian() {
        assertThat(hex(WireFormat.header(0x01020304))).isEqualTo("0001020304");
        assertThat(WireFormat.schemaId(bytes("0001020304"))).isEqualTo(0x01020304);
        assertThat(WireFormat.schemaId(bytes("00fffefdfc"))).isEqualTo(0xfffefdfc);
    }

    private static Parcel parcel() {
        Parcel parcel = Parcel.of("p1", 31, Instant.ofEpochSecond(1), ParcelSpeed.FAST);
        parcel.put(4, ParcelItem.of("pen", 5));
        parcel.put(5, List.of(ParcelItem.of("cup", -1)));
        parcel.put(6, Map.of("k", "ü"));
        parcel.put(7, java.nio.ByteBuffer.wrap(bytes("dead")));
        return parcel;
    }

    private static ConsumerRecord<byte[], byte[]> record(String hex) {
        return new ConsumerRecord<>("parcels", 3, 42, new byte[0], bytes(hex));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
