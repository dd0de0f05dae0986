package io.quaestor.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record that can never be processed, as it lies on {@link Topics#DEAD_LETTERS}: the original key
 * and value, byte for byte, its headers, and headers of ours behind them that say where it lay and
 * what is wrong with it.
 *
 * <p>The original's headers may hold the id of its schema and its trace, so a record is not the
 * same without them. They are kept while they take no more than {@link #KEPT_HEADER_BYTES_MAX}.
 */
public final class DeadLetter {

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

    /** How many headers of the original are not here for want of room; absent when all are. */
    public static final String HEADERS_LEFT_OUT = PREFIX + "headers-left-out";

    /**
     * Room for the original's headers, names and values: half of what a batch has beside the
     * largest value, the other half being for its key and our headers.
     */
    static final int KEPT_HEADER_BYTES_MAX = 8 * 1024;

    /** The original's headers, and what is wrong with it, by whom. */
    public static List<Header> headers(
            ConsumerRecord<byte[], byte[]> original, String stage, String reason, String message) {
        var headers = new ArrayList<Header>();
        int leftOut = keep(original.headers(), headers);
        headers.add(header(STAGE, stage));
        headers.add(header(REASON, reason));
        headers.add(header(MESSAGE, message));
        headers.add(header(TOPIC, original.topic()));
        headers.add(header(PARTITION, Integer.toString(original.partition())));
        headers.add(header(OFFSET, Long.toString(original.offset())));
        if (leftOut > 0) {
            headers.add(header(HEADERS_LEFT_OUT, Integer.toString(leftOut)));
        }
        return headers;
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

    /** The record to be sent, in the transaction that finishes the original's offset. */
    public static ProducerRecord<byte[], byte[]> of(
            ConsumerRecord<byte[], byte[]> original, String stage, String reason, String message) {
        return new ProducerRecord<>(
                Topics.DEAD_LETTERS,
                null,
                original.key(),
                original.value(),
                headers(original, stage, reason, message));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private DeadLetter() {}
}
