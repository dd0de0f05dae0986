package io.quaestor.ingest;

import io.quaestor.wire.DeadLetter;
import io.quaestor.wire.Groups;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.UndecodableRecordException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records that can never become a job, as {@link DeadLetter}s. */
final class DeadLetters {

    /** Our own code failed on it: a bug of ours, not of the producer. */
    static final String UNJUDGEABLE = "UNJUDGEABLE";

    private DeadLetters() {}

    static Outbound undecodable(
            ConsumerRecord<byte[], byte[]> original, UndecodableRecordException why) {
        return outbound(
                DeadLetter.of(
                                original,
                                Groups.INGEST,
                                why.reason().name(),
                                String.valueOf(why.getMessage()))
                        .withSchemaId(why.schemaId()));
    }

    static Outbound unjudgeable(ConsumerRecord<byte[], byte[]> original, Throwable bug) {
        // The class only: a message may quote a prompt.
        return of(original, UNJUDGEABLE, bug.getClass().getName());
    }

    /**
     * @param why one sentence that quotes nothing
     */
    static Outbound of(ConsumerRecord<byte[], byte[]> original, String reason, String why) {
        return outbound(DeadLetter.of(original, Groups.INGEST, reason, why));
    }

    private static Outbound outbound(DeadLetter letter) {
        return new Outbound(
                Topics.DEAD_LETTERS,
                Outbound.BY_KEY,
                letter.key(),
                letter.value(),
                new RecordHeaders(letter.headers()));
    }
}
