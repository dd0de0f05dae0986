package io.quaestor.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record that can never be processed, as it lies on {@link Topics#DEAD_LETTERS}: the original key
 * and value, byte for byte, and headers that say where it lay and what is wrong with it.
 */
public final class DeadLetter {
    /** The stage that gave up on the record: its group or application id. */
    public static final String STAGE = "quaestor.dead-letter.stage";

    /** One word: an {@code UndecodableRecordException.Reason} or the stage's own. */
    public static final String REASON = "quaestor.dead-letter.reason";

    /** One sentence for people; never content. */
    public static final String MESSAGE = "quaestor.dead-letter.message";

    public static final String TOPIC = "quaestor.dead-letter.topic";
    public static final String PARTITION = "quaestor.dead-letter.partition";
    public static final String OFFSET = "quaestor.dead-letter.offset";

    /** What is wrong with a record, by whom. */
    public static List<Header> headers(
            ConsumerRecord<byte[], byte[]> original, String stage, String reason, String message) {
        return List.of(
                header(STAGE, stage),
                header(REASON, reason),
                header(MESSAGE, message),
                header(TOPIC, original.topic()),
                header(PARTITION, Integer.toString(original.partition())),
                header(OFFSET, Long.toString(original.offset())));
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
