package io.quaestor.router.admit;

import io.quaestor.event.AcceptedJob;
import io.quaestor.event.ReturnedJob;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RegistryUnavailableException;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records again whose content was set aside: those of recalled jobs, and on the way those
 * behind them as far as there is memory.
 *
 * <p>Never waits: what is not there yet comes with a later turn. Not thread-safe.
 */
final class KafkaContentReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaContentReader.class);

    /** A gap this short is read over; a seek throws away what the broker has sent. */
    private static final long MAX_GAP = 1_000;

    private record Place(AdmissionLane lane, Applicant.Source source) {}

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordDecoder<AcceptedJob> accepted;
    private final RecordDecoder<ReturnedJob> returned;

    private final Map<TopicPartition, Place> places = new HashMap<>();

    /** Partitions whose position is ours. */
    private final Set<TopicPartition> placed = new HashSet<>();

    KafkaContentReader(AdmissionWiring wiring) {
        this.consumer =
                new KafkaConsumer<>(
                        ClientDefaults.consumer(wiring.kafka(), wiring.clientId() + "-content"));
        this.accepted = RecordDecoder.of(wiring.registry(), AcceptedJob.class);
        this.returned = RecordDecoder.of(wiring.registry(), ReturnedJob.class);
    }

    /**
     * Takes what has come of what is wanted.
     *
     * @param mostBytes content that a lane may hold with what is read on the way
     */
    void read(Collection<AdmissionLane> lanes, long mostBytes) {
        var wanted = wanted(lanes);
        if (wanted.isEmpty()) {
            return;
        }
        assign(wanted.keySet());
        wanted.forEach(this::place);
        var idle = new HashSet<>(consumer.assignment());
        idle.removeAll(wanted.keySet());
        consumer.pause(idle);
        consumer.resume(wanted.keySet());
        try {
            var records = consumer.poll(Duration.ZERO);
            for (var partition : records.partitions()) {
                take(partition, records.records(partition), mostBytes);
            }
            wanted.keySet().forEach(this::notePassed);
        } catch (OffsetOutOfRangeException e) {
            log.error("records that jobs wait for were deleted", e);
            e.offsetOutOfRangePartitions().keySet().forEach(this::noteDeleted);
        }
    }

    private Map<TopicPartition, Long> wanted(Collection<AdmissionLane> lanes) {
        var wanted = new HashMap<TopicPartition, Long>();
        for (var lane : lanes) {
            for (var source : Applicant.Source.values()) {
                lane.contents()
                        .firstWanted(source)
                        .ifPresent(
                                first -> {
                                    var partition = LaneMarks.partition(source, lane.lane());
                                    wanted.put(partition, first);
                                    places.put(partition, new Place(lane, source));
                                });
            }
        }
        return wanted;
    }

    private void assign(Set<TopicPartition> wanted) {
        if (!consumer.assignment().containsAll(wanted)) {
            var all = new HashSet<>(consumer.assignment());
            all.addAll(wanted);
            consumer.assign(all);
        }
    }

    private void place(TopicPartition partition, long first) {
        if (placed.add(partition)) {
            consumer.seek(partition, first);
            return;
        }
        long position = consumer.position(partition);
        if (first < position || first > position + MAX_GAP) {
            consumer.seek(partition, first);
        }
    }

    private void take(
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records,
            long mostBytes) {
        var place = places.get(partition);
        if (place == null) {
            return;
        }
        for (var record : records) {
            try {
                if (place.lane().contents().wants(place.source(), record.offset(), mostBytes)) {
                    place.lane().restore(place.source(), record.offset(), decode(place, record));
                }
            } catch (RegistryUnavailableException e) {
                log.warn("{} waits for the registry", partition, e);
                consumer.seek(partition, record.offset());
                return;
            }
        }
    }

    private Content decode(Place place, ConsumerRecord<byte[], byte[]> record) {
        try {
            return switch (place.source()) {
                case ACCEPTED -> Content.of(accepted.decode(record));
                case RETURNED -> Content.of(returned.decode(record));
            };
        } catch (UndecodableRecordException e) {
            throw new IllegalStateException("a record that was decoded before", e);
        }
    }

    private void notePassed(TopicPartition partition) {
        var place = places.get(partition);
        if (place != null) {
            place.lane().passed(place.source(), consumer.position(partition));
        }
    }

    private void noteDeleted(TopicPartition partition) {
        var place = places.get(partition);
        var beginning = consumer.beginningOffsets(Set.of(partition)).get(partition);
        if (place != null && beginning != null) {
            place.lane().passed(place.source(), beginning);
        }
        placed.remove(partition);
    }

    void remove(Collection<Integer> gone) {
        var kept = new HashSet<TopicPartition>();
        for (var partition : consumer.assignment()) {
            if (!gone.contains(partition.partition())) {
                kept.add(partition);
            }
        }
        places.keySet().retainAll(kept);
        placed.retainAll(kept);
        consumer.assign(kept);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
