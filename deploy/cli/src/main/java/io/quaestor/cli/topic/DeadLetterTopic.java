package io.quaestor.cli.topic;

import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.DeadLetter;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Edge: {@code llm.dead-letters}. */
public final class DeadLetterTopic {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaSettings kafka;

    public DeadLetterTopic(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /** All that are kept, the oldest first. */
    public List<StoredLetter> all() {
        var config = ClientDefaults.consumer(kafka, "quaestor-cli-dead-letters");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        var letters = new ArrayList<StoredLetter>();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(config)) {
            var partitions =
                    consumer.partitionsFor(Topics.DEAD_LETTERS).stream()
                            .map(found -> new TopicPartition(found.topic(), found.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = Map.copyOf(consumer.endOffsets(partitions));
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(record -> letters.add(letter(record)));
            }
        }
        letters.sort(Comparator.comparing(StoredLetter::at));
        return letters;
    }

    private static StoredLetter letter(ConsumerRecord<byte[], byte[]> record) {
        var topic = header(record, DeadLetter.TOPIC);
        return new StoredLetter(
                record.partition() + "@" + record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                header(record, DeadLetter.STAGE),
                header(record, DeadLetter.REASON),
                header(record, DeadLetter.MESSAGE),
                topic,
                "%s-%s@%s"
                        .formatted(
                                topic,
                                header(record, DeadLetter.PARTITION),
                                header(record, DeadLetter.OFFSET)),
                DeadLetter.originalHeaders(record.headers()),
                record.key() == null ? new byte[0] : record.key(),
                record.value() == null ? new byte[0] : record.value(),
                record.headers().lastHeader(DeadLetter.CUT_FROM_BYTES) == null);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /**
     * Sends them to where they came from: key, value and headers as their producer wrote them.
     *
     * @throws CommandFailure when one could not be sent; others may have been
     */
    public void replay(List<StoredLetter> letters) {
        try (var producer =
                new KafkaProducer<byte[], byte[]>(
                        ClientDefaults.producer(kafka, "quaestor-cli-replay"))) {
            for (var letter : letters) {
                producer.send(
                                new ProducerRecord<>(
                                        letter.topic(),
                                        null,
                                        letter.key().length == 0 ? null : letter.key(),
                                        letter.value(),
                                        letter.headers()))
                        .get();
            }
        } catch (ExecutionException e) {
            throw new CommandFailure("a record could not be sent: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }
}
