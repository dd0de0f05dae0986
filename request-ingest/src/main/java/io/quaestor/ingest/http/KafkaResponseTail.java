package io.quaestor.ingest.http;

import io.quaestor.event.LlmResponse;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Liveness;
import io.quaestor.wire.LoopBody;
import io.quaestor.wire.SupervisedLoop;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RegistryClient;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Edge: reads what is newly written to {@code llm.responses} and gives it to who waits for it.
 *
 * <p>One consumer of all partitions for the whole process, and only while somebody waits: at rest
 * it costs nothing, however many responses flow. It decodes only what is waited for. A loop that is
 * built anew goes on where the former one was.
 */
final class KafkaResponseTail implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaResponseTail.class);

    private static final Duration STALL_BOUND = Duration.ofSeconds(15);

    /** By default it is a minute, and for so long a loop that is to end would not. */
    private static final int ANSWER_MS = 5_000;

    private static final Duration POLL = Duration.ofMillis(100);

    /** Woken up as soon as somebody waits; this only keeps the loop's sign of life fresh. */
    private static final long REST_MS = 1_000;

    /** Finding the topic's end anew for each of many waiters that follow each other costs more. */
    private static final long LINGER_NANOS = Duration.ofSeconds(10).toNanos();

    /** A single response may be larger, and comes alone then. */
    private static final int FETCH_MAX_BYTES = 4 * 1024 * 1024;

    private final KafkaSettings kafka;
    private final RegistryClient registry;
    private final String clientId;
    private final Waiters waiters;
    private final SupervisedLoop loop;

    private final Semaphore bell = new Semaphore(0);
    private final Object turning = new Object();
    private CompletableFuture<Void> reading = new CompletableFuture<>();

    /** Where to go on after a failure; of the loop's thread alone. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    KafkaResponseTail(
            KafkaSettings kafka, RegistryClient registry, String clientId, Waiters waiters) {
        this.kafka = kafka;
        this.registry = registry;
        this.clientId = clientId + "-response-tail";
        this.waiters = waiters;
        this.loop = new SupervisedLoop("response-tail", STALL_BOUND, Reader::new);
    }

    KafkaResponseTail start() {
        loop.start();
        return this;
    }

    Liveness liveness() {
        return loop.liveness();
    }

    /**
     * Completes when everything written from then on will be read. For one who is among the waiters
     * already: the tail rests only while there are none. One for all who ask: not to be completed.
     */
    CompletableFuture<Void> reading() {
        synchronized (turning) {
            if (!reading.isDone()) {
                bell.release();
            }
            return reading;
        }
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class Reader implements LoopBody {

        private final KafkaConsumer<byte[], byte[]> consumer;
        private final RecordDecoder<LlmResponse> decoder =
                RecordDecoder.of(registry, LlmResponse.class);
        private final List<TopicPartition> partitions;
        private long lastWaiterNanos = System.nanoTime();

        Reader() {
            var config = ClientDefaults.consumer(kafka, clientId);
            config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
            config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
            config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_MAX_BYTES);
            consumer = new KafkaConsumer<>(config);
            partitions =
                    consumer.partitionsFor(Topics.RESPONSES).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            next.forEach(consumer::seek);
        }

        @Override
        public void turn() throws InterruptedException {
            if (rests()) {
                return;
            }
            if (next.isEmpty()) {
                begin();
            }
            for (var record : consumer.poll(POLL)) {
                take(record);
            }
            partitions.forEach(partition -> next.put(partition, consumer.position(partition)));
        }

        private boolean rests() throws InterruptedException {
            long now = System.nanoTime();
            if (waiters.count() > 0) {
                lastWaiterNanos = now;
                return false;
            }
            synchronized (turning) {
                // Again, for one may have come and been told that the tail reads.
                boolean lingers = reading.isDone() && now - lastWaiterNanos < LINGER_NANOS;
                if (waiters.count() > 0 || lingers) {
                    return false;
                }
                if (reading.isDone()) {
                    reading = new CompletableFuture<>();
                }
            }
            next.clear();
            boolean _ = bell.tryAcquire(REST_MS, TimeUnit.MILLISECONDS);
            bell.drainPermits();
            return true;
        }

        private void begin() {
            consumer.seekToEnd(partitions);
            Map<TopicPartition, Long> ends = new HashMap<>();
            // The position is looked up only now.
            partitions.forEach(partition -> ends.put(partition, consumer.position(partition)));
            next.putAll(ends);
            synchronized (turning) {
                reading.complete(null);
            }
        }

        private void take(ConsumerRecord<byte[], byte[]> record) {
            if (record.key() == null
                    || !waiters.isAwaited(new String(record.key(), StandardCharsets.UTF_8))) {
                return;
            }
            try {
                waiters.arrived(decoder.decode(record));
            } catch (UndecodableRecordException e) {
                log.warn("a response cannot be read: {}", e.getMessage());
            }
        }

        @Override
        public void wakeup() {
            bell.release();
            consumer.wakeup();
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
