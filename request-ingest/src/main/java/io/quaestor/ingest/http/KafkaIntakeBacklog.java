package io.quaestor.ingest.http;

import io.quaestor.wire.Liveness;
import io.quaestor.wire.PeriodicLook;
import io.quaestor.wire.SupervisedLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Edge: how many records lie on a topic that a group has not taken, looked at once a second in the
 * background. It is also how the service knows that the broker answers.
 */
final class KafkaIntakeBacklog implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Of a broker that is well, an answer comes within milliseconds. */
    private static final long ANSWER_MS = 3_000;

    private static final Duration STALL_BOUND = Duration.ofSeconds(15);

    private final Admin admin;
    private final String topic;
    private final String group;
    private final SupervisedLoop loop;
    private volatile long requests;

    /**
     * @param admin closed by whoever made it
     */
    KafkaIntakeBacklog(Admin admin, String topic, String group) {
        this.admin = admin;
        this.topic = topic;
        this.group = group;
        this.loop =
                new SupervisedLoop(
                        "intake-backlog", STALL_BOUND, () -> new PeriodicLook(PAUSE, this::look));
    }

    KafkaIntakeBacklog start() {
        loop.start();
        return this;
    }

    /** As of the last look that was answered; 0 before the first. */
    long requests() {
        return requests;
    }

    Liveness liveness() {
        return loop.liveness();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void look() throws ExecutionException, InterruptedException, TimeoutException {
        requests = counted();
    }

    /** Markers of producers' transactions count too, so it may be a little too much. */
    private long counted() throws ExecutionException, InterruptedException, TimeoutException {
        var committed =
                answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        var partitions = partitions();
        var untaken = partitions.stream().filter(one -> committed.get(one) == null).toList();
        // Where nothing was taken, everything waits.
        var starts = offsets(untaken, OffsetSpec.earliest());
        long behind = 0;
        for (var end : offsets(partitions, OffsetSpec.latest()).entrySet()) {
            var taken = committed.get(end.getKey());
            long from = taken == null ? starts.getOrDefault(end.getKey(), 0L) : taken.offset();
            behind += Math.max(0, end.getValue() - from);
        }
        return behind;
    }

    private List<TopicPartition> partitions()
            throws ExecutionException, InterruptedException, TimeoutException {
        var topics = answer(admin.describeTopics(List.of(topic)).allTopicNames());
        return topics.values().stream()
                .flatMap(described -> described.partitions().stream())
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> of, OffsetSpec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        of.forEach(partition -> wanted.put(partition, spec));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        answer(admin.listOffsets(wanted).all())
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    private static <T> T answer(KafkaFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(ANSWER_MS, TimeUnit.MILLISECONDS);
    }
}
