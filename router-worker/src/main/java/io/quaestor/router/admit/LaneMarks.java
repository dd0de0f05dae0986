package io.quaestor.router.admit;

import io.quaestor.wire.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What is committed of the lanes' progress, and what a commit of it says. Not thread-safe. */
final class LaneMarks {
    private final Map<TopicPartition, Long> committed = new HashMap<>();

    /** The progress of both topics of these lanes, as it will be if it is committed. */
    static Map<TopicPartition, OffsetAndMetadata> of(Collection<AdmissionLane> lanes) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var lane : lanes) {
            for (var source : Applicant.Source.values()) {
                offsets.put(partition(source, lane.lane()), mark(lane, source));
            }
        }
        return offsets;
    }

    static TopicPartition partition(Applicant.Source source, int lane) {
        return switch (source) {
            case ACCEPTED -> new TopicPartition(Topics.ACCEPTED, lane);
            case RETURNED -> new TopicPartition(Topics.RETURNED, lane);
        };
    }

    private static OffsetAndMetadata mark(AdmissionLane lane, Applicant.Source source) {
        var mark = lane.tracker(source).mark();
        return new OffsetAndMetadata(mark.offset(), mark.metadata());
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
    }

    void forget(int lane) {
        for (var source : Applicant.Source.values()) {
            committed.remove(partition(source, lane));
        }
    }

    /**
     * Markers behind the last job are read but belong to no job: until they are committed, an idle
     * lane seems to lag.
     */
    boolean isBehind(AdmissionLane lane) {
        for (var source : Applicant.Source.values()) {
            var offset = committed.get(partition(source, lane.lane()));
            if (offset != null && offset != lane.tracker(source).watermark()) {
                return true;
            }
        }
        return false;
    }
}
