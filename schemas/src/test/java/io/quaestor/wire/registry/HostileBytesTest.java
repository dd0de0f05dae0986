package io.quaestor.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the bytes: a value or an {@link UndecodableRecordException} comes out, and the heap
 * holds.
 */
class HostileBytesTest {

    private static final int ROUNDS = 20_000;

    private static final String PREFIX = "{\"type\":\"record\",\"name\":\"Hostile\",\"fields\":[";

    private final FakeRegistry registry = new FakeRegistry();
    private final RegistryClient client = registry.client();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void decodesOrRefusesMutatedRecords() {
        long seed = System.nanoTime();
        System.out.println("HostileBytesTest seed " + seed);
        RandomGenerator random = new java.util.Random(seed);
        byte[] framed = RecordEncoder.ofValues(client).encode("parcels", fullParcel());
        RecordDecoder<Parcel> decoder = RecordDecoder.of(client, Parcel.class);
        int refused = 0;

        for (int round = 0; round < ROUNDS; round++) {
            byte[] hostile = mutated(framed, random);
            try {
                assertThat(decoder.decode(record(hostile))).isNotNull();
            } catch (UndecodableRecordException expected) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "seed " + seed + " bytes " + HexFormat.of().formatHex(hostile), e);
            }
        }

        assertThat(refused).isBetween(ROUNDS / 4, ROUNDS - 1);
    }

    /**
     * One schema per kind of field; the same field is read, and skipped by a reader that lacks it.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"string\"",
                "\"bytes\"",
                "{\"type\":\"array\",\"items\":\"int\"}",
                "{\"type\":\"array\",\"items\":\"null\"}",
                "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"Empty\",\"fields\":[]}}",
                "{\"type\":\"map\",\"values\":\"null\"}",
                "{\"type\":\"map\",\"values\":{\"type\":\"array\",\"items\":\"null\"}}"
            })
    void allocatesNothingForLengthsThatTheRecordCannotHold(String type) {
        Schema writer =
                new Schema.Parser().parse(PREFIX + "{\"name\":\"f\",\"type\":" + type + "}]}");
        Schema lacking =
                new Schema.Parser()
                        .parse(PREFIX + "{\"name\":\"g\",\"type\":\"int\",\"default\":1}]}");
        int id = registry.add("hostile-value", writer);

        for (long length :
                new long[] {
                    20, 1L << 20, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE, -20, Long.MIN_VALUE
                }) {
            byte[] hostile = frame(id, zigzag(length), new byte[] {2, 0});
            assertThat(refusal(RecordDecoder.generic(client, writer), hostile))
                    .as("read %s", length)
                    .isPresent();
            assertThat(refusal(RecordDecoder.generic(client, lacking), hostile))
                    .as("skip %s", length)
                    .isPresent();
        }
    }

    @Test
    void refusesNumbersThatFitOnlyAfterLosingTheirHighBits() {
        Schema writer =
                new Schema.Parser()
                        .parse(
                                PREFIX
                                        + "{\"name\":\"s\",\"type\":\"string\"},{\"name\":\"i\",\"type\":\"int\"}]}");
        int id = registry.add("hostile-value", writer);
        RecordDecoder<?> decoder = RecordDecoder.generic(client, writer);
        byte[] text = {'x'};

        assertThat(refusal(decoder, frame(id, zigzag(1), text, zigzag(5)))).isEmpty();
        assertThat(refusal(decoder, frame(id, zigzag((1L << 32) + 1), text, zigzag(5))))
                .isPresent();
        assertThat(refusal(decoder, frame(id, zigzag(1), text, zigzag((1L << 32) + 5))))
                .isPresent();
    }

    @Test
    void countsTheItemsOfAllBlocksTogether() {
        Schema writer =
                new Schema.Parser()
                        .parse(
                                PREFIX
                                        + "{\"name\":\"f\",\"type\":{\"type\":\"array\",\"items\":\"null\"}}]}");
        int id = registry.add("hostile-value", writer);
        byte[] blocks = new byte[1_000];
        Arrays.fill(blocks, (byte) 126);
        blocks[999] = 0;

        assertThat(refusal(RecordDecoder.generic(client, writer), frame(id, blocks)))
                .hasValueSatisfying(
                        e -> assertThat(e).hasMessageContaining("items in a record of 1005 bytes"));
    }

    @Test
    void refusesNestingDeeperThanTheStack() {
        Schema nested =
                new Schema.Parser()
                        .parse(PREFIX + "{\"name\":\"next\",\"type\":[\"null\",\"Hostile\"]}]}");
        int id = registry.add("hostile-value", nested);
        byte[] deep = new byte[1 << 20];
        Arrays.fill(deep, (byte) 2);

        assertThat(refusal(RecordDecoder.generic(client, nested), frame(id, deep))).isPresent();
    }

    @Test
    void refusesIndexesOutsideUnionsAndEnums() {
        Schema writer =
                new Schema.Parser()
                        .parse(
                                PREFIX
                                        + "{\"name\":\"u\",\"type\":[\"null\",\"int\"]},"
                                        + "{\"name\":\"e\",\"type\":{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}}]}");
        int id = registry.add("hostile-value", writer);
        RecordDecoder<?> decoder = RecordDecoder.generic(client, writer);

        assertThat(refusal(decoder, frame(id, new byte[] {0, 0}))).isEmpty();
        assertThat(refusal(decoder, frame(id, new byte[] {4, 0}))).isPresent();
        assertThat(refusal(decoder, frame(id, new byte[] {1, 0}))).isPresent();
        assertThat(refusal(decoder, frame(id, new byte[] {0, 2}))).isPresent();
        assertThat(refusal(decoder, frame(id, new byte[] {0, 1}))).isPresent();
    }

    private static Parcel fullParcel() {
        Parcel parcel =
                Parcel.of("parcel-1", 31, Instant.ofEpochSecond(1_800_000_000), ParcelSpeed.FAST);
        parcel.put(4, ParcelItem.of("pen", 5));
        parcel.put(5, List.of(ParcelItem.of("cup", -1), ParcelItem.of("plate", 70_000)));
        parcel.put(6, Map.of("k", "ü", "colour", "blue"));
        parcel.put(7, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        return parcel;
    }

    /** The magic byte and the id stay in most of them, so that the body is reached. */
    private static byte[] mutated(byte[] framed, RandomGenerator random) {
        int from = random.nextInt(20) == 0 ? 0 : WireFormat.HEADER_BYTES;
        byte[] hostile = framed.clone();
        switch (random.nextInt(5)) {
            case 0 -> hostile = Arrays.copyOf(framed, random.nextInt(from, framed.length));
            case 1 ->
                    hostile[random.nextInt(from, framed.length)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> hostile[random.nextInt(from, framed.length)] = (byte) random.nextInt();
            case 3 -> {
                byte[] noise = new byte[random.nextInt(64)];
                random.nextBytes(noise);
                hostile = joined(Arrays.copyOf(framed, random.nextInt(from, framed.length)), noise);
            }
            default -> {
                int at = random.nextInt(from, framed.length);
                hostile =
                        joined(
                                Arrays.copyOf(framed, at),
                                zigzag(random.nextLong() >> random.nextInt(64)));
                hostile = joined(hostile, Arrays.copyOfRange(framed, at, framed.length));
            }
        }
        return hostile;
    }

    private static Optional<UndecodableRecordException> refusal(
            RecordDecoder<?> decoder, byte[] framed) {
        try {
            decoder.decode(record(framed));
            return Optional.empty();
        } catch (UndecodableRecordException e) {
            return Optional.of(e);
        }
    }

    private static byte[] frame(int schemaId, byte[]... parts) {
        byte[] framed = WireFormat.header(schemaId);
        for (byte[] part : parts) {
            framed = joined(framed, part);
        }
        return framed;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Avro's variable-length number. */
    private static byte[] zigzag(long value) {
        List<Byte> bytes = new ArrayList<>();
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            bytes.add((byte) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        bytes.add((byte) rest);
        byte[] encoded = new byte[bytes.size()];
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = bytes.get(i);
        }
        return encoded;
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        return new ConsumerRecord<>("parcels", 0, 0, new byte[0], value);
    }
}
