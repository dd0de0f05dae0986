package io.quaestor.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * A record that can never be processed, as it lies on {@link Topics#DEAD_LETTERS}: the original key
 * and value, byte for byte, its headers, and headers of ours behind them that say where it lay and
 * what is wrong with it.
 *
 * <p>The original's headers may hold the id of its schema and its trace, so a record is not the
 * same without them. Whatever the original is, its letter can be written: what is too large is cut,
 * and said to be. The original still lies whole on its topic.
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are carried, never compared
public record DeadLetter(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {

    /**
     * Ours begin with it; such headers of an original are not kept, for they would pass as ours.
     */
    private static final String PREFIX = "quaestor.dead-letter.";

    /** Headers that only our own stages write begin with it. */
    private static final String OURS = "quaestor.";

    /** The stage that gave up on the record: its group or application id. */
    public static final String STAGE = PREFIX + "stage";

    /** One word: an {@code UndecodableRecordException.Reason} or the stage's own. */
    public static final String REASON = PREFIX + "reason";

    /** One sentence for people; never content. */
    public static final String MESSAGE = PREFIX + "message";

    public static final String TOPIC = PREFIX + "topic";
    public static final String PARTITION = PREFIX + "partition";
    public static final String OFFSET = PREFIX + "offset";

    /** The schema id in the original, where there was one. */
    public static final String SCHEMA_ID = PREFIX + "schema-id";

    /** Size of the original value in bytes, where it is not whole. */
    public static final String CUT_FROM_BYTES = PREFIX + "cut-from-bytes";

    /** Size of the original key in bytes, where it is not whole. */
    public static final String KEY_CUT_FROM_BYTES = PREFIX + "key-cut-from-bytes";

    /** How many headers of the original are not here for want of room; absent when all are. */
    public static final String HEADERS_LEFT_OUT = PREFIX + "headers-left-out";

    /**
     * Room for the original's headers, names and values: half of what a batch has beside the
     * largest value, the other half being for key and message.
     */
    static final int KEPT_HEADER_BYTES_MAX = 8 * 1024;

    /** A request id has at most 256 characters; this much of any other key tells what it was. */
    static final int KEY_BYTES_MAX = 4 * 1024;

    /** Causes can quote what they failed on. */
    static final int MESSAGE_CHARS_MAX = 500;

    public DeadLetter {
        headers = List.copyOf(headers);
    }

    /**
     * Of a record on which a stage gives up.
     *
     * @param reason one word
     * @param message one sentence that quotes nothing
     */
    public static DeadLetter of(
            ConsumerRecord<byte[], byte[]> original, String stage, String reason, String message) {
        byte @Nullable [] key = original.key();
        byte @Nullable [] value = original.value();
        var headers = new ArrayList<Header>();
        int leftOut = keep(original.headers(), headers);
        headers.add(header(STAGE, stage));
        headers.add(header(REASON, reason));
        headers.add(header(MESSAGE, cut(message)));
        headers.add(header(TOPIC, original.topic()));
        headers.add(header(PARTITION, Integer.toString(original.partition())));
        headers.add(header(OFFSET, Long.toString(original.offset())));
        if (leftOut > 0) {
            headers.add(header(HEADERS_LEFT_OUT, Integer.toString(leftOut)));
        }
        if (key != null && key.length > KEY_BYTES_MAX) {
            headers.add(header(KEY_CUT_FROM_BYTES, Integer.toString(key.length)));
        }
        if (value != null && value.length > Topics.MAX_INTERNAL_BYTES) {
            headers.add(header(CUT_FROM_BYTES, Integer.toString(value.length)));
        }
        return new DeadLetter(
                cut(key, KEY_BYTES_MAX), cut(value, Topics.MAX_INTERNAL_BYTES), headers);
    }

    /** The same, with the id of the schema that the original names, where it names one. */
    public DeadLetter withSchemaId(OptionalInt id) {
        return id.isPresent() ? with(header(SCHEMA_ID, Integer.toString(id.getAsInt()))) : this;
    }

    private DeadLetter with(Header header) {
        var longer = new ArrayList<>(headers);
        longer.add(header);
        return new DeadLetter(key, value, longer);
    }

    /** The record to be sent, in the transaction that finishes the original's offset. */
    public ProducerRecord<byte[], byte[]> record() {
        return new ProducerRecord<>(Topics.DEAD_LETTERS, null, key, value, headers);
    }

    /**
     * The headers that the record's producer wrote: without those of a dead letter, and without
     * where a record that was moved lay first, for sent again it is a new submission.
     *
     * @param letter headers of a dead letter
     */
    public static List<Header> originalHeaders(Headers letter) {
        return Arrays.stream(letter.toArray())
                .filter(header -> !header.key().startsWith(OURS))
                .toList();
    }

    /**
     * Whether nothing of the original is missing.
     *
     * @param letter headers of a dead letter
     */
    public static boolean isWhole(Headers letter) {
        return letter.lastHeader(CUT_FROM_BYTES) == null
                && letter.lastHeader(KEY_CUT_FROM_BYTES) == null
                && letter.lastHeader(HEADERS_LEFT_OUT) == null;
    }

    /**
     * @return how many are left out
     */
    private static int keep(Headers originals, List<Header> kept) {
        int room = KEPT_HEADER_BYTES_MAX;
        int leftOut = 0;
        for (Header header : originals) {
            int size = size(header);
            if (header.key().startsWith(PREFIX)) {
                continue;
            }
            if (size <= room) {
                room -= size;
                kept.add(header);
            } else {
                leftOut++;
            }
        }
        return leftOut;
    }

    /** With the most that Kafka writes of lengths beside name and value. */
    private static int size(Header header) {
        int value = header.value() == null ? 0 : header.value().length;
        return header.key().getBytes(StandardCharsets.UTF_8).length + value + 2 * Integer.BYTES;
    }

    private static String cut(String message) {
        return message.substring(0, Math.min(message.length(), MESSAGE_CHARS_MAX));
    }

    private static byte @Nullable [] cut(byte @Nullable [] bytes, int bytesMax) {
        return bytes == null || bytes.length <= bytesMax ? bytes : Arrays.copyOf(bytes, bytesMax);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
