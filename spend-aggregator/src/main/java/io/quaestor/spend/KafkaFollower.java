package io.quaestor.spend;

import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Liveness;
import io.quaestor.wire.LoopBody;
import io.quaestor.wire.SupervisedLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Edge: keeps the fold of some topics, read committed from their beginning or from a time on, with
 * no group: every instance reads all of them.
 *
 * <p>A fold is shown only after it was read to the end that the topics had when its reading began.
 * A reading that fails begins anew, and the former fold is shown until the new one has caught up.
 */
final class KafkaFollower<F> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration STALL_BOUND = Duration.ofSeconds(30);

    /** Fewer and fuller fetches: nobody needs these figures sooner than {@link #POLL}. */
    private static final int FETCH_MIN_BYTES = 512 * 1024;

    /** Fetched records lie beside Streams in a heap of 128 MB. */
    private static final int FETCH_MAX_BYTES = 4 * 1024 * 1024;

    private final KafkaSettings kafka;
    private final String name;
    private final List<String> topics;
    private final Optional<Duration> span;
    private final Function<Instant, F> folds;
    private final BiConsumer<F, ConsumerRecord<byte[], byte[]>> plus;
    private final SupervisedLoop loop;
    private volatile Optional<F> shown = Optional.empty();

    /**
     * @param name of the loop, and client id
     * @param span how far back to read; empty for everything
     * @param folds a new fold of what was written from this time on
     */
    KafkaFollower(
            KafkaSettings kafka,
            String name,
            List<String> topics,
            Optional<Duration> span,
            Function<Instant, F> folds,
            BiConsumer<F, ConsumerRecord<byte[], byte[]>> plus) {
        this.kafka = kafka;
        this.name = name;
        this.topics = topics;
        this.span = span;
        this.folds = folds;
        this.plus = plus;
        this.loop = new SupervisedLoop(name, STALL_BOUND, Reader::new);
    }

    KafkaFollower<F> start() {
        loop.start();
        return this;
    }

    /** Empty until it has caught up. */
    Optional<F> fold() {
        return shown;
    }

    Liveness liveness() {
        return loop.liveness();
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class Reader implements LoopBody {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Map<TopicPartition, Long> ends;
        private final F fold;
        private boolean caughtUp;

        Reader() {
            var config = ClientDefaults.consumer(kafka, name);
            config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, FETCH_MIN_BYTES);
            config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_MAX_BYTES);
            config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Math.toIntExact(POLL.toMillis()));
            consumer = new KafkaConsumer<>(config);
            try {
                var partitions = partitions();
                consumer.assign(partitions);
                ends = consumer.endOffsets(partitions);
                fold = folds.apply(sought(partitions));
            } catch (RuntimeException e) {
                consumer.close();
                throw e;
            }
        }

        private List<TopicPartition> partitions() {
            var partitions = new ArrayList<TopicPartition>();
            for (var topic : topics) {
                var infos = consumer.partitionsFor(topic);
                if (infos.isEmpty()) {
                    throw new IllegalStateException("there is no topic " + topic);
                }
                infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
            return partitions;
        }

        /** From when on everything is read. */
        private Instant sought(List<TopicPartition> partitions) {
            consumer.seekToBeginning(partitions);
            if (span.isEmpty()) {
                return Instant.MIN;
            }
            var since = Instant.now().minus(span.get());
            var times =
                    partitions.stream()
                            .collect(Collectors.toMap(at -> at, _ -> since.toEpochMilli()));
            consumer.offsetsForTimes(times)
                    .forEach(
                            (partition, found) -> {
                                if (found == null) {
                                    consumer.seekToEnd(List.of(partition));
                                } else {
                                    consumer.seek(partition, found.offset());
                                }
                            });
            return since;
        }

        @Override
        public void turn() {
            consumer.poll(POLL).forEach(record -> plus.accept(fold, record));
            if (!caughtUp && isAtEnd()) {
                caughtUp = true;
                shown = Optional.of(fold);
            }
        }

        private boolean isAtEnd() {
            return ends.entrySet().stream()
                    .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        }

        @Override
        public void wakeup() {
            consumer.wakeup();
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
