package io.quaestor.ingest;

import io.quaestor.wire.DeadLetter;
import io.quaestor.wire.Groups;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Records that can never become a job, as {@link DeadLetter}s. One that is too large to be written
 * again is cut and says so: it still lies whole on its topic.
 */
final class DeadLetters {

    /** Our own code failed on it: a bug of ours, not of the producer. */
    static final String UNJUDGEABLE = "UNJUDGEABLE";

    /** A request id has at most 256 characters; this much of any other key tells what it was. */
    private static final int KEY_BYTES_MAX = 4 * 1024;

    /** Causes can quote what they failed on. */
    private static final int MESSAGE_CHARS_MAX = 500;

    private DeadLetters() {}

    static Outbound undecodable(
            ConsumerRecord<byte[], byte[]> original, UndecodableRecordException why) {
        var headers = headers(original, why.reason().name(), String.valueOf(why.getMessage()));
        why.schemaId().ifPresent(id -> add(headers, DeadLetter.SCHEMA_ID, Integer.toString(id)));
        return of(original, headers);
    }

    static Outbound unjudgeable(ConsumerRecord<byte[], byte[]> original, Throwable bug) {
        // The class only: a message may quote a prompt.
        return of(original, headers(original, UNJUDGEABLE, bug.getClass().getName()));
    }

    /**
     * @param why one sentence that quotes nothing
     */
    static Outbound of(ConsumerRecord<byte[], byte[]> original, String reason, String why) {
        return of(original, headers(original, reason, why));
    }

    private static Outbound of(ConsumerRecord<byte[], byte[]> original, Headers headers) {
        byte @Nullable [] value = original.value();
        if (value != null && value.length > Topics.MAX_INTERNAL_BYTES) {
            add(headers, DeadLetter.CUT_FROM_BYTES, Integer.toString(value.length));
        }
        return new Outbound(
                Topics.DEAD_LETTERS,
                Outbound.BY_KEY,
                cut(original.key(), KEY_BYTES_MAX),
                cut(value, Topics.MAX_INTERNAL_BYTES),
                headers);
    }

    private static Headers headers(
            ConsumerRecord<byte[], byte[]> original, String reason, String message) {
        var shortened = message.substring(0, Math.min(message.length(), MESSAGE_CHARS_MAX));
        return new RecordHeaders(DeadLetter.headers(original, Groups.INGEST, reason, shortened));
    }

    private static byte @Nullable [] cut(byte @Nullable [] bytes, int bytesMax) {
        return bytes == null || bytes.length <= bytesMax ? bytes : Arrays.copyOf(bytes, bytesMax);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
