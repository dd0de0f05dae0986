package io.quaestor.cli.provider;

import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.router.track.CorruptMarkException;
import io.quaestor.router.track.Mark;
import io.quaestor.router.track.OffsetTracker;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.Groups;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Edge: provider queues as the attempts' committed offsets and their metadata tell them. */
public final class KafkaQueues {
    /**
     * By provider.
     *
     * @throws CommandFailure when the broker does not answer
     */
    public static Map<String, QueueStanding> look(
            KafkaSettings kafka, Collection<String> providers) {
        try (var admin = Admin.create(ClientDefaults.admin(kafka, "quaestor-cli-queues"))) {
            return look(admin, providers);
        } catch (ExecutionException e) {
            throw new CommandFailure("the queues cannot be read: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    private static Map<String, QueueStanding> look(Admin admin, Collection<String> providers)
            throws ExecutionException, InterruptedException {
        var lanes = lanes(providers);
        var spec = new ListConsumerGroupOffsetsSpec().topicPartitions(lanes.keySet());
        var committed =
                admin.listConsumerGroupOffsets(Map.of(Groups.ATTEMPTS, spec))
                        .partitionsToOffsetAndMetadata(Groups.ATTEMPTS)
                        .get();
        var ends =
                admin.listOffsets(
                                lanes.keySet().stream()
                                        .collect(
                                                Collectors.toMap(
                                                        lane -> lane, _ -> OffsetSpec.latest())))
                        .all()
                        .get();
        var queues = new HashMap<String, QueueStanding>();
        lanes.forEach(
                (lane, provider) -> {
                    var offset = committed.get(lane);
                    var end = ends.get(lane);
                    if (offset != null && end != null) {
                        queues.merge(provider, standing(offset, end.offset()), QueueStanding::plus);
                    }
                });
        return queues;
    }

    private static Map<TopicPartition, String> lanes(Collection<String> providers) {
        var lanes = new HashMap<TopicPartition, String>();
        for (var provider : providers) {
            for (int lane = 0; lane < Topics.LANES; lane++) {
                lanes.put(new TopicPartition(Topics.jobs(provider), lane), provider);
            }
        }
        return lanes;
    }

    private static QueueStanding standing(OffsetAndMetadata committed, long end) {
        var mark = new Mark(committed.offset(), committed.metadata());
        try {
            var outline = OffsetTracker.outline(mark);
            return new QueueStanding(
                    Math.max(0, end - outline.startedUpTo()),
                    outline.inFlight(),
                    end - committed.offset());
        } catch (CorruptMarkException _) {
            // Its owner has stopped the lane and says so; nothing of it has certainly started.
            return new QueueStanding(end - committed.offset(), 0, end - committed.offset());
        }
    }

    private KafkaQueues() {}
}
