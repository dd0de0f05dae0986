package io.quaestor.wire;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of a Streams application of ours: Kafka's own, but they tell when they last polled
 * and how long commits take, and the producer is flushed once a commit.
 *
 * <p>Before a commit Streams writes back the caches of one task after the other, and flushes the
 * producer that they share after each. Every task with something new so costs a round trip and an
 * entry of the transaction's log, and the thread waits for each. No flush but the last is needed: a
 * transaction does not commit unless all its records arrived.
 */
public final class StreamsClients implements KafkaClientSupplier {

    private static final Logger log = LoggerFactory.getLogger(StreamsClients.class);

    private final Commits commits;
    private volatile long polledNanos = System.nanoTime();

    /** Told of every commit; on the thread that committed. */
    @FunctionalInterface
    public interface Commits {
        /**
         * One is done.
         *
         * @param time from the flush until Kafka had it
         */
        void took(Duration time);
    }

    public StreamsClients(Commits commits) {
        this.commits = commits;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    /**
     * @throws IllegalArgumentException if it is not transactional: what is sent without a
     *     transaction is only known to have arrived after a flush
     */
    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        if (!config.containsKey("transactional.id")) {
            throw new IllegalArgumentException("only for processing.guarantee=exactly_once_v2");
        }
        return new FlushedOnce(config, commits);
    }

    /** How long ago a Streams thread polled, or this was made: a thread that hangs does not. */
    public Duration sincePoll() {
        return Duration.ofNanos(System.nanoTime() - polledNanos);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new Polled(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(
                config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private final class Polled extends KafkaConsumer<byte[], byte[]> {

        Polled(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            polledNanos = System.nanoTime();
            return super.poll(timeout);
        }
    }

    private static final class FlushedOnce extends KafkaProducer<byte[], byte[]> {

        private final Commits commits;
        private long flushedNanos;

        FlushedOnce(Map<String, Object> config, Commits commits) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
            this.commits = commits;
        }

        /** Does nothing: more comes before the commit. */
        @Override
        public void flush() {}

        /** Flushes first, as Streams does itself, and so sits out a stall of the broker. */
        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            flushedNanos = System.nanoTime();
            super.flush();
            untilAnswered(() -> super.sendOffsetsToTransaction(offsets, group));
        }

        @Override
        public void commitTransaction() {
            untilAnswered(super::commitTransaction);
            commits.took(Duration.ofNanos(System.nanoTime() - flushedNanos));
        }

        /**
         * Streams takes an answer that does not come in time for a damaged state, commits all the
         * same, and restores the state from a changelog whose end that commit may not have reached
         * yet: what it held would be missing.
         */
        private static void untilAnswered(Runnable request) {
            for (int i = 1; ; i++) {
                try {
                    request.run();
                    return;
                } catch (TimeoutException e) {
                    log.warn("a commit is not answered, try {}", i, e);
                    if (i == ClientDefaults.COMMIT_TRIES) {
                        throw e;
                    }
                }
            }
        }
    }
}
