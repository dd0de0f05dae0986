package io.quaestor.audit;

import io.quaestor.kernel.Lane;
import io.quaestor.wire.LoopBody;
import io.quaestor.wire.Topics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Edge: journal to chain, one database transaction for each poll over all lanes in it.
 *
 * <p>The group assigns lanes and nothing else: a lane is read from the position in its chain's
 * head, never from a group offset. Whatever fails (registry, database, a lane lost to another sink)
 * throws; the body is then built anew and reads on from what was committed, so nothing is lost and
 * nothing is chained twice.
 */
final class KafkaAuditLoop implements LoopBody, ConsumerRebalanceListener {

    /** Longest wait of a poll; also how soon a stop is noticed without a wake-up. */
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final KafkaJournalReader reader;
    private final PostgresChain chain;
    private final AuditWatch watch;
    private final Map<Lane, HeldLane> held = new TreeMap<>();

    /**
     * Takes ownership of the consumer, which must be a member of a group, read_committed, and not
     * commit by itself.
     */
    KafkaAuditLoop(
            Consumer<byte[], byte[]> consumer,
            KafkaJournalReader reader,
            PostgresChain chain,
            AuditWatch watch) {
        this.consumer = consumer;
        this.reader = reader;
        this.chain = chain;
        this.watch = watch;
        consumer.subscribe(List.of(Topics.JOURNAL), this);
    }

    @Override
    public void turn() throws SQLException {
        List<LaneBatch> batches = batches(poll());
        if (batches.isEmpty()) {
            return;
        }
        long began = System.nanoTime();
        switch (chain.append(batches)) {
            case AppendResult.Appended(List<HeldLane> lanes) -> {
                lanes.forEach(lane -> held.put(lane.lane(), lane));
                watch.appended(
                        batches.stream().mapToInt(batch -> batch.records().size()).sum(),
                        Duration.ofNanos(System.nanoTime() - began));
            }
            case AppendResult.Superseded(Lane lane) ->
                    throw new IllegalStateException(
                            "another sink has taken " + lane + "; this one joins again");
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } catch (OffsetOutOfRangeException e) {
            stop(e.offsetOutOfRangePartitions());
            return ConsumerRecords.empty();
        }
    }

    /**
     * The other lanes go on; this one needs a person, for reading on elsewhere would leave a hole
     * in the log.
     */
    private void stop(Map<TopicPartition, Long> positions) {
        consumer.pause(positions.keySet());
        positions.forEach(
                (partition, position) ->
                        watch.stopped(
                                lane(partition),
                                "the chain ends at position %d of %s, which the topic no longer or not yet has"
                                        .formatted(position, partition)));
    }

    /** Positions move over markers and aborted records too: a batch may have no records. */
    private List<LaneBatch> batches(ConsumerRecords<byte[], byte[]> records) {
        List<LaneBatch> batches = new ArrayList<>();
        for (Map.Entry<TopicPartition, OffsetAndMetadata> next : records.nextOffsets().entrySet()) {
            List<JournalRecord> read =
                    records.records(next.getKey()).stream().map(reader::read).toList();
            batches.add(new LaneBatch(holding(next.getKey()), read, next.getValue().offset()));
        }
        return batches;
    }

    private HeldLane holding(TopicPartition partition) {
        HeldLane lane = held.get(lane(partition));
        if (lane == null) {
            throw new IllegalStateException(
                    "records of " + partition + ", which this sink does not hold");
        }
        return lane;
    }

    /** Inside poll: an exception ends the turn before a record of these lanes is fetched. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        for (HeldLane lane : taken(partitions)) {
            held.put(lane.lane(), lane);
            watch.took(lane);
            consumer.seek(
                    new TopicPartition(Topics.JOURNAL, lane.lane().partition()),
                    lane.kafkaOffset());
        }
    }

    private List<HeldLane> taken(Collection<TopicPartition> partitions) {
        try {
            return chain.take(partitions.stream().map(KafkaAuditLoop::lane).toList());
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the lanes cannot be taken in PostgreSQL: " + e.getMessage(), e);
        }
    }

    /** Nothing is in hand between polls, so there is nothing to finish. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> held.remove(lane(partition)));
        watch.released(partitions.stream().map(KafkaAuditLoop::lane).toList());
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static Lane lane(TopicPartition partition) {
        return new Lane(partition.partition());
    }
}
