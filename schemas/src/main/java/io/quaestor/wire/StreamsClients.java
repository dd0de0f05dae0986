package io.quaestor.wire;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The clients of a Streams application of ours: Kafka's own, but they tell when they last polled
 * and how long commits take, the producer is flushed once a commit, and no record is lost where
 * Streams goes on after a failure.
 *
 * <p>What Streams takes for damage of single tasks (any timeout of the producer) it mends within
 * the thread: the tasks' states are restored, and the consumer goes back to their committed
 * offsets. Of that its 4.3.1 forgets the last step when a rebalance comes between, which it asks
 * for itself, and then what was fetched and not processed is lost. So here a producer that is not
 * answered asks again, at last fails in a way that ends the thread, which another replaces from
 * what is committed; and the consumer takes the step itself.
 *
 * <p>Before a commit Streams writes back the caches of one task after the other, and flushes the
 * producer that they share after each. Every task with something new so costs a round trip and an
 * entry of the transaction's log, and the thread waits for each. No flush but the last is needed: a
 * transaction does not commit unless all its records arrived.
 */
public final class StreamsClients implements KafkaClientSupplier {

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

        /**
         * Streams asks when a task begins, also anew, and its partitions are paused until it has:
         * whatever it processes must begin there.
         */
        @Override
        public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
            var committed = super.committed(partitions);
            var begin = new HashSet<>(partitions);
            begin.retainAll(assignment());
            begin.retainAll(paused());
            begin.forEach(
                    partition ->
                            Optional.ofNullable(committed.get(partition))
                                    .ifPresent(offset -> seek(partition, offset)));
            return committed;
        }
    }

    private static final class FlushedOnce extends KafkaProducer<byte[], byte[]> {

        private final Commits commits;
        private long flushedNanos;
        private boolean aborted;

        FlushedOnce(Map<String, Object> config, Commits commits) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
            this.commits = commits;
        }

        /** Does nothing: more comes before the commit. */
        @Override
        public void flush() {}

        /**
         * Streams aborts what all its tasks sent when it closes one that failed, and may go on with
         * the others, whose next offsets would then be committed without what led to them.
         *
         * @throws KafkaException after an abort
         */
        @Override
        public void beginTransaction() {
            if (aborted) {
                throw new KafkaException("a transaction was aborted: all tasks begin anew");
            }
            super.beginTransaction();
        }

        @Override
        public void abortTransaction() {
            aborted = true;
            super.abortTransaction();
        }

        /**
         * Those of a topic that was just deleted are never known.
         *
         * @throws KafkaException no TimeoutException, when they are not known in time
         */
        @Override
        public List<PartitionInfo> partitionsFor(String topic) {
            try {
                return super.partitionsFor(topic);
            } catch (TimeoutException e) {
                throw new KafkaException("the partitions of " + topic + " are not known", e);
            }
        }

        /** Flushes first, as Streams does itself, and so sits out a stall of the broker. */
        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            flushedNanos = System.nanoTime();
            super.flush();
            UntilAnswered.ask(() -> super.sendOffsetsToTransaction(offsets, group));
        }

        @Override
        public void commitTransaction() {
            UntilAnswered.ask(super::commitTransaction);
            commits.took(Duration.ofNanos(System.nanoTime() - flushedNanos));
        }
    }
}
