package io.quaestor.cli.topic;

import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RegistryClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    public static <T extends SpecificRecord> TopicTail<T> open(
            KafkaSettings kafka, RegistryClient registry, String topic, Class<T> type) {
        var config = ClientDefaults.consumer(kafka, "quaestor-cli-" + topic);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        var consumer = new KafkaConsumer<byte[], byte[]>(config);
        var partitions =
                consumer.partitionsFor(topic).stream()
                        .map(found -> new TopicPartition(topic, found.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new TopicTail<>(consumer, RecordDecoder.of(registry, type), partitions);
    }

    /** Every record that is committed now. */
    public static <T extends SpecificRecord> List<Placed<T>> all(
            KafkaSettings kafka, RegistryClient registry, String topic, Class<T> type) {
        try (var tail = open(kafka, registry, topic, type)) {
            return tail.toEnd();
        }
    }

    /** What came since the last call; waits a moment when there is nothing. */
    public List<Placed<T>> next() {
        return next(POLL);
    }

    /** What came since the last call; waits at most so long when there is nothing. */
    public List<Placed<T>> next(Duration patience) {
        var records = new ArrayList<Placed<T>>();
        for (var record : consumer.poll(patience)) {
            records.add(new Placed<>(record.partition(), record.offset(), decoder.decode(record)));
        }
        return records;
    }

    /** Everything up to what is committed when this is called. */
    public List<Placed<T>> toEnd() {
        var ends = Map.copyOf(consumer.endOffsets(partitions));
        var records = new ArrayList<Placed<T>>();
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            records.addAll(next());
        }
        return records;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
