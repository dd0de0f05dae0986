package io.quaestor.router;

import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.DeadLetter;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps records that cannot be processed as {@link DeadLetter}s.
 *
 * <p>Written outside the transaction that finishes the record's offset, and before it: after a
 * crash a letter may be there twice, never not at all. Safe for all threads.
 */
final class DeadLetters
        implements BiConsumer<ConsumerRecord<byte[], byte[]>, UndecodableRecordException>,
                AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final String STAGE = "router-worker";

    private final KafkaProducer<byte[], byte[]> producer;

    DeadLetters(KafkaSettings kafka, String clientId) {
        this.producer = new KafkaProducer<>(ClientDefaults.producer(kafka, clientId));
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record, UndecodableRecordException why) {
        log.warn("dead letter: {}", why.getMessage());
        var message = String.valueOf(why.getMessage());
        keep(
                DeadLetter.of(record, STAGE, why.reason().name(), message)
                        .withSchemaId(why.schemaId()));
    }

    /**
     * What its caller has said in the log.
     *
     * @param message one sentence, without content
     */
    void keep(ConsumerRecord<byte[], byte[]> record, String reason, String message) {
        keep(DeadLetter.of(record, STAGE, reason, message));
    }

    private void keep(DeadLetter letter) {
        try {
            producer.send(letter.record()).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a dead letter could not be written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
