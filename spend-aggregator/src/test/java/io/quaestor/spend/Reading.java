package io.quaestor.spend;

import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Everything committed on a topic, from its start. */
final class Reading<T extends SpecificRecord> implements AutoCloseable {

    /** A restart restores its store and waits for a session to end, on a busy machine. */
    private static final Duration LONGEST = Duration.ofSeconds(90);

    /** One record as it lies in its partition. */
    record Entry<T>(String key, int partition, T value) {}

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordDecoder<T> decoder;
    private final List<Entry<T>> entries = new ArrayList<>();

    Reading(KafkaSettings kafka, String topic, Class<T> type) {
        this.topic = topic;
        this.decoder = RecordDecoder.of(RegistryClient.from(kafka.registry()), type);
        var config = ClientDefaults.consumer(kafka, "reading-" + topic);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.consumer = new KafkaConsumer<>(config);
        consumer.assign(
                consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList());
    }

    /** Reads on until the condition holds of everything read so far. */
    List<Entry<T>> until(String what, Predicate<List<Entry<T>>> condition) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.test(entries)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "not on %s within %s: %s; %d records"
                                .formatted(topic, LONGEST, what, entries.size()));
            }
            consumer.poll(Duration.ofMillis(100)).forEach(this::add);
        }
        return List.copyOf(entries);
    }

    /** Everything that is committed by now. */
    List<Entry<T>> toEnd() {
        var ends = consumer.endOffsets(consumer.assignment());
        return until(
                "its end",
                _ ->
                        ends.entrySet().stream()
                                .allMatch(
                                        end -> consumer.position(end.getKey()) >= end.getValue()));
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        entries.add(
                new Entry<>(
                        new String(record.key(), StandardCharsets.UTF_8),
                        record.partition(),
                        decoder.decode(record)));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
