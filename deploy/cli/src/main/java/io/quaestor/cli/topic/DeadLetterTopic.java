package io.quaestor.cli.topic;

import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.DeadLetter;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Edge: {@code llm.dead-letters}. */
public final class DeadLetterTopic {
    private static final Duration POLL = Duration.ofMillis(200);

    /** {@code partition@offset}. */
    private static final Pattern ID = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

    private final KafkaSettings kafka;

    public DeadLetterTopic(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /** All that are kept, one after the other: together they may be more than a process holds. */
    public void each(Consumer<StoredLetter> taker) {
        try (var consumer = consumer()) {
            var partitions =
                    consumer.partitionsFor(Topics.DEAD_LETTERS).stream()
                            .map(found -> new TopicPartition(found.topic(), found.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = Map.copyOf(consumer.endOffsets(partitions));
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(record -> taker.accept(letter(record)));
            }
        }
    }

    /** The one of this id, if there is one. */
    public Optional<StoredLetter> find(String id) {
        var place = ID.matcher(id);
        if (!place.matches()) {
            return Optional.empty();
        }
        var partition = new TopicPartition(Topics.DEAD_LETTERS, Integer.parseInt(place.group(1)));
        long offset = Long.parseLong(place.group(2));
        try (var consumer = consumer()) {
            if (consumer.partitionsFor(partition.topic()).stream()
                    .noneMatch(found -> found.partition() == partition.partition())) {
                return Optional.empty();
            }
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            consumer.seek(partition, offset);
            while (offset < end && consumer.position(partition) < end) {
                for (var record : consumer.poll(POLL)) {
                    return record.offset() == offset
                            ? Optional.of(letter(record))
                            : Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        var config = ClientDefaults.consumer(kafka, "quaestor-cli-dead-letters");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(config);
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
                DeadLetter.isWhole(record.headers()));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /**
     * Sends one to where it came from: key, value and headers as its producer wrote them.
     *
     * @throws CommandFailure when it could not be sent
     */
    private static void replay(StoredLetter letter, KafkaProducer<byte[], byte[]> producer) {
        try {
            producer.send(
                            new ProducerRecord<>(
                                    letter.topic(),
                                    null,
                                    letter.key().length == 0 ? null : letter.key(),
                                    letter.value(),
                                    letter.headers()))
                    .get();
        } catch (ExecutionException e) {
            throw new CommandFailure("a record could not be sent: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    /**
     * Sends them again, as {@link #replay(StoredLetter)}.
     *
     * @return how many were sent, and how many not
     * @throws CommandFailure when one could not be sent; others may have been
     */
    public Replayed replayAll() {
        var counts = new int[2];
        try (var producer = producer()) {
            // What it refuses once more lies behind the ends that are read to.
            each(
                    letter -> {
                        if (letter.isClients() && letter.whole()) {
                            replay(letter, producer);
                            counts[0]++;
                        } else {
                            counts[1]++;
                        }
                    });
        }
        return new Replayed(counts[0], counts[1]);
    }

    /** How many were sent, and how many cannot be. */
    public record Replayed(int sent, int left) {}

    /**
     * Sends one again.
     *
     * @throws CommandFailure when it could not be sent
     */
    public void replay(StoredLetter letter) {
        try (var producer = producer()) {
            replay(letter, producer);
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(ClientDefaults.producer(kafka, "quaestor-cli-replay"));
    }
}
