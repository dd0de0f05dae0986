package io.quaestor.ingest;

import io.quaestor.wire.registry.RecordDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** What is committed on a topic from now on, each record once. */
final class Tail<T extends SpecificRecord> implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordDecoder<T> decoder;
    private final List<T> all = new ArrayList<>();

    Tail(KafkaConsumer<byte[], byte[]> consumer, RecordDecoder<T> decoder, String topic) {
        this.consumer = consumer;
        this.decoder = decoder;
        var partitions =
                consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** What came since the last time. */
    List<T> poll() {
        var news = new ArrayList<T>();
        consumer.poll(POLL).forEach(record -> news.add(decoder.decode(record)));
        all.addAll(news);
        return news;
    }

    /** All that came so far. */
    List<T> all() {
        return Collections.unmodifiableList(all);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
