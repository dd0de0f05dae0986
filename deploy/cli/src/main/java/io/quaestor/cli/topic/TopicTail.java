package io.quaestor.cli.topic;

import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RegistryClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * All committed records of one topic from offset 0 on, then what follows. Without a group: it
 * leaves no trace. Not thread-safe.
 */
public final class TopicTail<T extends SpecificRecord> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordDecoder<T> decoder;
    private final List<TopicPartition> partitions;

    /** A decoded record and where it lies. */
    public record Placed<T>(int partition, long offset, T value) {}

    private TopicTail(
            KafkaConsumer<byte[], byte[]> consumer,
            RecordDecoder<T> decoder,
            List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.decoder = decoder;
        this.partitions = partitions;
    }

    /** From the first record on. */
    public static <T extends SpecificRecord> TopicTail<T> open(
            KafkaSettings kafka, RegistryClient registry, String topic, Class<T> type) {
        var tail = of(kafka, registry, topic, type);
        tail.consumer.seekToBeginning(tail.partitions);
        return tail;
    }

    /** What comes from now on. */
    public static <T extends SpecificRecord> TopicTail<T> fromEnd(
            KafkaSettings kafka, RegistryClient registry, String topic, Class<T> type) {
        var tail = of(kafka, registry, topic, type);
        tail.consumer.seekToEnd(tail.partitions);
        // Seeking is lazy: without this, "now" would be the first poll.
        tail.partitions.forEach(tail.consumer::position);
        return tail;
    }

    /** From the first record that was written at a moment or later. */
    public static <T extends SpecificRecord> TopicTail<T> since(
            KafkaSettings kafka,
            RegistryClient registry,
            String topic,
            Class<T> type,
            Instant moment) {
        var tail = of(kafka, registry, topic, type);
        var times = new HashMap<TopicPartition, Long>();
        tail.partitions.forEach(partition -> times.put(partition, moment.toEpochMilli()));
        tail.consumer.seekToEnd(tail.partitions);
        tail.consumer
                .offsetsForTimes(times)
                .forEach(
                        (partition, found) -> {
                            if (found != null) {
                                tail.consumer.seek(partition, found.offset());
                            }
                        });
        return tail;
    }

    private static <T extends SpecificRecord> TopicTail<T> of(
            KafkaSettings kafka, RegistryClient registry, String topic, Class<T> type) {
        var config = ClientDefaults.consumer(kafka, "quaestor-cli-" + topic);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        var consumer = new KafkaConsumer<byte[], byte[]>(config);
        var partitions =
                consumer.partitionsFor(topic).stream()
                        .map(found -> new TopicPartition(topic, found.partition()))
                        .toList();
        consumer.assign(partitions);
        return new TopicTail<>(consumer, RecordDecoder.of(registry, type), partitions);
    }

    /** Every record that is committed now, of a topic that is known to be small. */
    public static <T extends SpecificRecord> List<Placed<T>> all(
            KafkaSettings kafka, RegistryClient registry, String topic, Class<T> type) {
        var records = new ArrayList<Placed<T>>();
        try (var tail = open(kafka, registry, topic, type)) {
            tail.placedToEnd(records::add);
        }
        return records;
    }

    /** What came since the last call; waits a moment when there is nothing. */
    public List<Placed<T>> next() {
        return next(POLL);
    }

    /** What came since the last call; waits at most so long when there is nothing. */
    public List<Placed<T>> next(Duration patience) {
        var records = new ArrayList<Placed<T>>();
        for (var record : consumer.poll(patience)) {
            // Without a value it is a tombstone: its key is no longer of interest.
            if (record.value() != null) {
                records.add(
                        new Placed<>(record.partition(), record.offset(), decoder.decode(record)));
            }
        }
        return records;
    }

    /**
     * Everything up to what is committed when this is called, one record after the other: a topic
     * may hold more than a process.
     */
    public void toEnd(Consumer<T> taker) {
        placedToEnd(record -> taker.accept(record.value()));
    }

    private void placedToEnd(Consumer<Placed<T>> taker) {
        var ends = Map.copyOf(consumer.endOffsets(partitions));
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            next().forEach(taker);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
