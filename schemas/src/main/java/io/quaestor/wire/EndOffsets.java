package io.quaestor.wire;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Edge: where partitions end, whatever is still open there.
 *
 * <p>The end that a read_committed consumer is told lies before the oldest open transaction, and a
 * commit is acknowledged before its markers are written: what was committed a moment ago may lie
 * behind it. Who wants to have read everything that is committed reads to these ends; they are
 * reached as soon as all that lies before them is decided. Not thread-safe.
 */
public final class EndOffsets implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;

    public EndOffsets(KafkaSettings kafka, String clientId) {
        var config = ClientDefaults.consumer(kafka, clientId + "-ends");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        this.consumer = new KafkaConsumer<>(config);
    }

    /**
     * The offsets that the next records will get.
     *
     * @throws org.apache.kafka.common.KafkaException when the broker does not say within 10 s
     */
    public Map<TopicPartition, Long> of(Collection<TopicPartition> partitions) {
        // Else the client warns each time that it was told of what is not its own.
        consumer.assign(partitions);
        return Map.copyOf(consumer.endOffsets(partitions, PATIENCE));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
