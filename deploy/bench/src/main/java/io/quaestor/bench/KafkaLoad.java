package io.quaestor.bench;

import io.quaestor.bench.figure.Pace;
import io.quaestor.event.LlmResponse;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RecordEncoder;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;

/**
 * Edge: one thread that publishes requests at a pace and reads the responses, as a client with both
 * duties would.
 */
final class KafkaLoad implements AutoCloseable {
    /** How late a request may be published that falls due while nothing comes back. */
    private static final Duration POLL = Duration.ofMillis(5);

    private static final int BULK_LINGER_MS = 20;

    private final BenchRequests requests;
    private final Jobs jobs;
    private final RecordEncoder encoder;
    private final RecordDecoder<LlmResponse> decoder;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private Pace pace;
    private long beginNanos;
    private long publishedBefore;

    KafkaLoad(BenchTarget target, Pace pace, BenchRequests requests, Jobs jobs) {
        this.pace = pace;
        this.beginNanos = System.nanoTime();
        this.requests = requests;
        this.jobs = jobs;
        this.encoder = RecordEncoder.ofValues(target.registry());
        this.decoder = RecordDecoder.of(target.registry(), LlmResponse.class);
        this.producer = new KafkaProducer<>(publishing(target, pace));
        var config = ClientDefaults.consumer(target.kafka(), "quaestor-bench");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.consumer = new KafkaConsumer<>(config);
        consumer.assign(
                consumer.partitionsFor(Topics.RESPONSES).stream()
                        .map(found -> new TopicPartition(Topics.RESPONSES, found.partition()))
                        .toList());
    }

    /** Uncompressed, as is Kafka's default; a pipeline that publishes in bulk lingers. */
    private static Map<String, Object> publishing(BenchTarget target, Pace pace) {
        var config = ClientDefaults.producer(target.kafka(), "quaestor-bench");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        if (pace instanceof Pace.Backlog) {
            config.put(ProducerConfig.LINGER_MS_CONFIG, BULK_LINGER_MS);
        }
        return config;
    }

    /** From now on requests come so. */
    void at(Pace next) {
        if (!next.equals(pace)) {
            pace = next;
            beginNanos = System.nanoTime();
            publishedBefore = jobs.published();
        }
    }

    /** Publishes what is due. */
    void publish() {
        switch (pace) {
            case Pace.Rate rate -> {
                long published = jobs.published() - publishedBefore;
                long due = rate.due(System.nanoTime() - beginNanos, published);
                for (long i = 0; i < due; i++) {
                    send(jobs.published() % BenchCatalog.DEPARTMENTS);
                }
            }
            case Pace.Backlog backlog -> {
                for (int of = 0; of < BenchCatalog.DEPARTMENTS; of++) {
                    for (int due = backlog.due(jobs.open(of)); due > 0; due--) {
                        send(of);
                    }
                }
            }
        }
    }

    /** A request that cannot be published has no response: it counts as lost. */
    private void send(int department) {
        int number = jobs.sending(department, System.nanoTime());
        var request = requests.request(number, department);
        var value = encoder.encode(Topics.REQUESTS, request);
        var _ = producer.send(Lanes.keyed(Topics.REQUESTS, request.getRequestId(), value));
    }

    /** Takes the responses there are; waits a moment for one. */
    void read() {
        var records = consumer.poll(POLL);
        long now = System.nanoTime();
        for (var record : records) {
            var response = decoder.decode(record);
            if (BenchCatalog.isOurs(response.getDepartment())) {
                jobs.answered(response, now);
            }
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        consumer.close();
    }
}
