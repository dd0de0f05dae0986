package io.quaestor.ingest.replay;

import io.quaestor.event.TopicPosition;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Edge: reads records by their places, many at a time: partition by partition in the order of their
 * offsets, reading over what lies close together. Not thread-safe.
 *
 * <p>It reads uncommitted, and so waits for nobody's open transaction. What lies in the places that
 * it is asked for is committed all the same: the place of an answer is told by the journal event of
 * the answer's own transaction, the place of a request by an entry that a reader of committed
 * records wrote, and offsets are not given twice. Only a topic that was deleted and made anew may
 * hold anything else there, aborted or not: whoever asks looks whether it is what was meant.
 */
final class KafkaOriginals implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaOriginals.class);

    private static final Duration POLL = Duration.ofMillis(200);

    /** What is there comes at once, or when its partition has found another broker. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private static final int ANSWER_MS = 5_000;

    /** A single record may be larger, and comes alone then. */
    private static final int FETCH_MAX_BYTES = 4 * 1024 * 1024;

    /** About a hundred small answers: of a fetch for one of them the rest is in vain. */
    private static final int PARTITION_FETCH_MAX_BYTES = 256 * 1024;

    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * What was found.
     *
     * @param whole whether all was looked at; else there was too much of it
     */
    record Found(Map<TopicPosition, ConsumerRecord<byte[], byte[]>> records, boolean whole) {

        Optional<ConsumerRecord<byte[], byte[]>> at(TopicPosition position) {
            return Optional.ofNullable(records.get(position));
        }
    }

    KafkaOriginals(KafkaSettings kafka, String clientId) {
        var config = ClientDefaults.consumer(kafka, clientId);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        // What is deleted while it is read is gone as if it had been before.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_MAX_BYTES);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_MAX_BYTES);
        consumer = new KafkaConsumer<>(config);
    }

    /**
     * The records at those places; those that are not there any more are left out.
     *
     * @param bytesMax it stops when it has found so much
     * @throws IllegalStateException when something that is there cannot be read in time
     */
    Found read(Collection<TopicPosition> places, long bytesMax) {
        var wanted = wanted(places);
        var found = new HashMap<TopicPosition, ConsumerRecord<byte[], byte[]>>();
        begin(wanted);
        long bytes = 0;
        long giveUpNanos = System.nanoTime() + LONGEST.toNanos();
        while (!wanted.isEmpty()) {
            var records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                giveUpNanos = System.nanoTime() + LONGEST.toNanos();
            }
            for (var record : records) {
                if (meets(wanted, record)) {
                    found.put(place(record), record);
                    bytes += Math.max(0, record.serializedValueSize());
                }
            }
            goOn(wanted);
            if (bytes > bytesMax && !wanted.isEmpty()) {
                return new Found(found, false);
            }
            if (System.nanoTime() > giveUpNanos) {
                throw new IllegalStateException("cannot be read in time: " + wanted.keySet());
            }
        }
        return new Found(found, true);
    }

    /** By partition, those of topics that are gone left out. */
    private Map<TopicPartition, Wanted> wanted(Collection<TopicPosition> places) {
        Map<TopicPartition, List<Long>> offsets = new HashMap<>();
        for (var place : places) {
            offsets.computeIfAbsent(
                            new TopicPartition(place.getTopic(), place.getPartition()),
                            _ -> new ArrayList<>())
                    .add(place.getOffset());
        }
        Set<TopicPartition> existing = new HashSet<>();
        offsets.keySet().stream()
                .map(TopicPartition::topic)
                .distinct()
                .forEach(topic -> existing.addAll(partitions(topic)));
        Map<TopicPartition, Wanted> wanted = new HashMap<>();
        offsets.forEach(
                (partition, all) -> {
                    if (existing.contains(partition)) {
                        wanted.put(partition, new Wanted(all));
                    }
                });
        return wanted;
    }

    private List<TopicPartition> partitions(String topic) {
        try {
            return consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
        } catch (InvalidTopicException | AuthorizationException e) {
            log.warn("answers on {} cannot be read: {}", topic, e.getMessage());
            return List.of();
        }
    }

    private void begin(Map<TopicPartition, Wanted> wanted) {
        // Before it is asked for offsets: it notes them, and complains of what is not its own.
        consumer.assign(wanted.keySet());
        consumer.beginningOffsets(wanted.keySet())
                .forEach((partition, first) -> passes(wanted, partition, first));
        consumer.endOffsets(wanted.keySet())
                .forEach((partition, end) -> endsAt(wanted, partition, end));
        consumer.assign(wanted.keySet());
        consumer.resume(wanted.keySet());
        wanted.forEach((partition, offsets) -> consumer.seek(partition, offsets.next()));
    }

    private static void passes(Map<TopicPartition, Wanted> all, TopicPartition of, long offset) {
        var wanted = all.get(of);
        if (wanted != null) {
            wanted.passes(offset);
            if (wanted.isEmpty()) {
                all.remove(of);
            }
        }
    }

    /** Beyond the end of a topic that was made anew there is nothing to wait for. */
    private static void endsAt(Map<TopicPartition, Wanted> all, TopicPartition of, long end) {
        var wanted = all.get(of);
        if (wanted != null) {
            wanted.endsAt(end);
            if (wanted.isEmpty()) {
                all.remove(of);
            }
        }
    }

    private static boolean meets(
            Map<TopicPartition, Wanted> all, ConsumerRecord<byte[], byte[]> record) {
        var wanted = all.get(new TopicPartition(record.topic(), record.partition()));
        return wanted != null && wanted.meets(record.offset());
    }

    private static TopicPosition place(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPosition(record.topic(), record.partition(), record.offset());
    }

    /** Leaves partitions that are done with, and jumps where the next one is far. */
    private void goOn(Map<TopicPartition, Wanted> wanted) {
        for (var partition : consumer.assignment()) {
            if (wanted.containsKey(partition)) {
                passes(wanted, partition, consumer.position(partition));
            }
            var left = wanted.get(partition);
            if (left == null) {
                consumer.pause(List.of(partition));
            } else {
                left.jumpFrom(consumer.position(partition))
                        .ifPresent(offset -> consumer.seek(partition, offset));
            }
        }
    }

    /** Makes a waiting read fail; from any thread. */
    void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
