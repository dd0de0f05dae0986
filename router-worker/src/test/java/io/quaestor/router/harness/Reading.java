package io.quaestor.router.harness;

import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.registry.RecordDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Everything committed on a topic so far, read again and again from its start. */
public final class Reading<T> implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordDecoder<T> decoder;
    private final List<T> values = new ArrayList<>();

    public Reading(KafkaSettings kafka, String topic, RecordDecoder<T> decoder) {
        var config = ClientDefaults.consumer(kafka, "reading-" + topic);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.decoder = decoder;
        this.consumer = new KafkaConsumer<>(config);
        consumer.assign(
                consumer.partitionsFor(topic).stream()
                        .map(p -> new TopicPartition(topic, p.partition()))
                        .toList());
        consumer.seekToBeginning(consumer.assignment());
    }

    /** All values committed before this call. */
    public List<T> all() {
        var ends = consumer.endOffsets(consumer.assignment());
        do {
            for (var record : consumer.poll(Duration.ofMillis(20))) {
                values.add(decoder.decode(record));
            }
        } while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue()));
        return List.copyOf(values);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
