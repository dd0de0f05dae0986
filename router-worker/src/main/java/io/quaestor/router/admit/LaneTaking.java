package io.quaestor.router.admit;

import io.quaestor.router.own.LaneTakeover;
import io.quaestor.router.track.CorruptMarkException;
import io.quaestor.router.track.OffsetTracker;
import io.quaestor.wire.Groups;
import io.quaestor.wire.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lanes from their assignment until their committed progress is known, on both topics, and the lag
 * of all queues was looked at once. Never waits. Not thread-safe.
 */
final class LaneTaking {
    private static final Logger log = LoggerFactory.getLogger(LaneTaking.class);

    /**
     * Lanes to be announced and opened.
     *
     * @param queues from where the unstarted part of each of their provider queues is to be read
     */
    record Taken(List<AdmissionLane> lanes, Map<TopicPartition, Long> queues) {}

    private final AdmissionWiring wiring;
    private final LaneTakeover takeover;
    private final Map<Integer, Map<String, LaneTakeover.Standing>> standings = new HashMap<>();

    LaneTaking(AdmissionWiring wiring, Admin admin) {
        this.wiring = wiring;
        this.takeover = new LaneTakeover(admin, Groups.ADMISSION);
    }

    void assigned(Collection<Integer> lanes) {
        lanes.forEach(lane -> takeover.ask(topics(lane)));
    }

    void forget(Collection<Integer> lanes) {
        for (int lane : lanes) {
            takeover.forget(topics(lane));
            standings.remove(lane);
        }
    }

    private static List<TopicPartition> topics(int lane) {
        return List.of(
                LaneMarks.partition(Applicant.Source.ACCEPTED, lane),
                LaneMarks.partition(Applicant.Source.RETURNED, lane));
    }

    /** The lanes that can be taken now. */
    Taken next() {
        for (var standing : takeover.answered()) {
            standings
                    .computeIfAbsent(standing.partition().partition(), _ -> new HashMap<>())
                    .put(standing.partition().topic(), standing);
        }
        var starts = queueStarts();
        if (starts.isEmpty()) {
            return new Taken(List.of(), Map.of());
        }
        var lanes = new ArrayList<AdmissionLane>();
        standings.values().removeIf(ofLane -> ofLane.size() == 2 && lanes.addAll(restored(ofLane)));
        var numbers = lanes.stream().map(AdmissionLane::lane).toList();
        var queues = new HashMap<>(starts.get());
        queues.keySet().removeIf(queue -> !numbers.contains(queue.partition()));
        return new Taken(lanes, queues);
    }

    /**
     * Where the unstarted part of every queue begins; empty until the lag of all providers was
     * looked at once.
     */
    private Optional<Map<TopicPartition, Long>> queueStarts() {
        var view = wiring.lag().get();
        var starts = new HashMap<TopicPartition, Long>();
        for (var provider : wiring.catalog().snapshot().providers().keySet()) {
            for (int lane = 0; lane < Topics.LANES; lane++) {
                var queue = new TopicPartition(Topics.jobs(provider), lane);
                var lag = view.lane(queue);
                if (lag.isEmpty()) {
                    return Optional.empty();
                }
                starts.put(queue, lag.get().startedUpTo());
            }
        }
        return Optional.of(starts);
    }

    private static List<AdmissionLane> restored(Map<String, LaneTakeover.Standing> ofLane) {
        try {
            var accepted = tracker(ofLane, Topics.ACCEPTED);
            var returned = tracker(ofLane, Topics.RETURNED);
            int lane = ofLane.values().iterator().next().partition().partition();
            return List.of(new AdmissionLane(lane, accepted, returned));
        } catch (CorruptMarkException e) {
            log.error(
                    "lane {} stays closed: its committed progress cannot be trusted",
                    ofLane.keySet(),
                    e);
            return List.of();
        }
    }

    private static OffsetTracker tracker(Map<String, LaneTakeover.Standing> ofLane, String topic) {
        var standing = Optional.ofNullable(ofLane.get(topic)).orElseThrow();
        return OffsetTracker.restore(standing.topicId(), standing.mark());
    }
}
