package io.quaestor.router.admit;

import io.quaestor.event.BudgetRecord;
import io.quaestor.event.BudgetState;
import io.quaestor.event.LaneEcho;
import io.quaestor.event.ReturnedJob;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.EndOffsets;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RegistryUnavailableException;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what follows the owner of {@code accepted[lane]}: {@code returned[lane]}, {@code
 * budgets[lane]} from its start, and, once at a takeover, what lies unstarted on the lane's
 * provider queues.
 *
 * <p>A lane {@link #isCaughtUp} when budgets and queues were read to the end they had at its
 * takeover. Not thread-safe.
 */
final class LaneReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LaneReader.class);

    private final AdmissionWiring wiring;
    private final EndOffsets endOffsets;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordDecoder<ReturnedJob> returned;
    private final RecordDecoder<BudgetRecord> budgets;

    private final Map<Integer, AdmissionLane> lanes = new HashMap<>();

    /** Ends that must be reached before the lane opens. */
    private final Map<TopicPartition, Long> until = new HashMap<>();

    private final Set<TopicPartition> assigned = new HashSet<>();

    LaneReader(AdmissionWiring wiring) {
        this.wiring = wiring;
        this.consumer =
                new KafkaConsumer<>(
                        ClientDefaults.consumer(wiring.kafka(), wiring.clientId() + "-lanes"));
        this.endOffsets = new EndOffsets(wiring.kafka(), wiring.clientId() + "-lanes");
        this.returned = RecordDecoder.of(wiring.registry(), ReturnedJob.class);
        this.budgets = RecordDecoder.of(wiring.registry(), BudgetRecord.class);
    }

    /**
     * Starts reading for lanes just taken; {@code queues} says from where each provider queue is to
     * be read.
     *
     * @throws org.apache.kafka.common.KafkaException when the broker does not say where the queues
     *     end
     */
    void add(Collection<AdmissionLane> taken, Map<TopicPartition, Long> queues) {
        var starts = new HashMap<TopicPartition, Long>();
        // Behind a former owner's open transaction may lie jobs of the owner after it.
        endOffsets
                .of(queues.keySet())
                .forEach(
                        (queue, end) -> {
                            long start = queues.getOrDefault(queue, 0L);
                            if (start < end) {
                                starts.put(queue, start);
                                until.put(queue, end);
                            }
                        });
        for (var lane : taken) {
            lanes.put(lane.lane(), lane);
            starts.put(
                    partition(Topics.RETURNED, lane),
                    lane.tracker(Applicant.Source.RETURNED).watermark());
            starts.put(partition(Topics.BUDGETS, lane), 0L);
        }
        assigned.addAll(starts.keySet());
        consumer.assign(assigned);
        var ends = consumer.endOffsets(starts.keySet());
        var beginnings = consumer.beginningOffsets(starts.keySet());
        starts.forEach(
                (partition, start) -> {
                    consumer.seek(
                            partition, Math.max(start, beginnings.getOrDefault(partition, 0L)));
                    if (partition.topic().equals(Topics.BUDGETS)) {
                        until.put(partition, ends.getOrDefault(partition, 0L));
                    }
                });
    }

    void remove(Collection<Integer> gone) {
        gone.forEach(lanes::remove);
        until.keySet().removeIf(partition -> gone.contains(partition.partition()));
        assigned.removeIf(partition -> gone.contains(partition.partition()));
        consumer.assign(assigned);
    }

    boolean isCaughtUp(AdmissionLane lane) {
        return until.keySet().stream().noneMatch(partition -> partition.partition() == lane.lane());
    }

    /** Takes what there is, without waiting. */
    void read() {
        if (assigned.isEmpty()) {
            return;
        }
        var records = consumer.poll(Duration.ZERO);
        for (var partition : records.partitions()) {
            var lane = lanes.get(partition.partition());
            if (lane != null) {
                take(lane, partition, records.records(partition));
            }
        }
        records.nextOffsets()
                .forEach(
                        (partition, next) -> {
                            var lane = lanes.get(partition.partition());
                            boolean reached = consumer.position(partition) == next.offset();
                            if (lane != null
                                    && reached
                                    && partition.topic().equals(Topics.RETURNED)) {
                                lane.tracker(Applicant.Source.RETURNED).skippedTo(next.offset());
                            }
                        });
        dropReached();
    }

    private void take(
            AdmissionLane lane,
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records) {
        for (var record : records) {
            try {
                take(lane, record);
            } catch (RegistryUnavailableException e) {
                log.warn("{} waits for the registry", partition, e);
                consumer.seek(partition, record.offset());
                return;
            }
        }
    }

    private void take(AdmissionLane lane, ConsumerRecord<byte[], byte[]> record) {
        switch (record.topic()) {
            case Topics.RETURNED -> takeReturned(lane, record);
            case Topics.BUDGETS -> takeBudget(lane, record);
            default ->
                    lane.credit(provider(record.topic()))
                            .routed(record.offset(), record.serializedValueSize());
        }
    }

    private void takeReturned(AdmissionLane lane, ConsumerRecord<byte[], byte[]> record) {
        try {
            lane.take(Applicant.of(returned.decode(record), record.offset()));
        } catch (UndecodableRecordException e) {
            wiring.deadLetters().accept(record, e);
            lane.skip(Applicant.Source.RETURNED, record.offset());
        }
    }

    private void takeBudget(AdmissionLane lane, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            // A tombstone of a window that ended long ago.
            return;
        }
        try {
            switch (budgets.decode(record).getBody()) {
                case BudgetState state -> lane.budgets().put(state);
                case LaneEcho _ -> {}
                default ->
                        log.warn(
                                "unknown budget record at {}-{}@{}",
                                record.topic(),
                                record.partition(),
                                record.offset());
            }
        } catch (UndecodableRecordException e) {
            wiring.deadLetters().accept(record, e);
        }
    }

    /**
     * A queue is read once, to tell records from markers; from then on this owner is its only
     * writer and counts by itself.
     */
    private void dropReached() {
        var reached = new ArrayList<TopicPartition>();
        until.forEach(
                (partition, end) -> {
                    if (consumer.position(partition) >= end) {
                        reached.add(partition);
                    }
                });
        if (!reached.isEmpty()) {
            reached.forEach(until::remove);
            reached.removeIf(partition -> partition.topic().equals(Topics.BUDGETS));
            if (assigned.removeAll(reached)) {
                consumer.assign(assigned);
            }
        }
    }

    private static String provider(String queue) {
        return queue.substring(Topics.jobs("").length());
    }

    private static TopicPartition partition(String topic, AdmissionLane lane) {
        return new TopicPartition(topic, lane.lane());
    }

    @Override
    public void close() {
        endOffsets.close();
        consumer.close();
    }
}
