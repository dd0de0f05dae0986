package io.quaestor.router;

import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps records that cannot be decoded: original key and bytes, with where they came from and why
 * as headers.
 *
 * <p>Written outside the transaction that finishes the record's offset, and before it: after a
 * crash a letter may be there twice, never not at all. Safe for all threads.
 */
final class DeadLetters
        implements BiConsumer<ConsumerRecord<byte[], byte[]>, UndecodableRecordException>,
                AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final KafkaProducer<byte[], byte[]> producer;

    DeadLetters(KafkaSettings kafka, String clientId) {
        this.producer = new KafkaProducer<>(ClientDefaults.producer(kafka, clientId));
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record, UndecodableRecordException why) {
        log.warn("dead letter: {}", why.getMessage());
        var letter = new ProducerRecord<>(Topics.DEAD_LETTERS, record.key(), record.value());
        header(letter, "topic", record.topic());
        header(letter, "partition", Integer.toString(record.partition()));
        header(letter, "offset", Long.toString(record.offset()));
        header(letter, "reason", why.reason().name());
        try {
            producer.send(letter).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a dead letter could not be written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void header(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        letter.headers().add("quaestor." + name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close();
    }
}
