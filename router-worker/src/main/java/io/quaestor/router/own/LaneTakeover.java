package io.quaestor.router.own;

import io.quaestor.router.track.Mark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks where newly owned lanes stand, without blocking the loop.
 *
 * <p>The answer is stable: it waits until every transaction of former owners is decided, each lane
 * for itself, so that a dead owner's open transaction delays its own lanes only. What fails is
 * asked again.
 */
public final class LaneTakeover {
    private static final Logger log = LoggerFactory.getLogger(LaneTakeover.class);

    /** A lane's committed position, and the topic it is of. */
    public record Standing(TopicPartition partition, UUID topicId, Mark mark) {}

    private record Question(
            KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> offsets,
            KafkaFuture<TopicDescription> topic) {
        boolean isAnswered() {
            return offsets.isDone() && topic.isDone();
        }
    }

    private final Admin admin;
    private final String group;
    private final Map<TopicPartition, Question> questions = new HashMap<>();

    public LaneTakeover(Admin admin, String group) {
        this.admin = admin;
        this.group = group;
    }

    /** Asks for these lanes. */
    public void ask(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> questions.put(partition, question(partition)));
    }

    /** The lanes went away again. */
    public void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(questions::remove);
    }

    public boolean isWaiting() {
        return !questions.isEmpty();
    }

    /** The answers that have come. */
    public List<Standing> answered() {
        var standings = new ArrayList<Standing>();
        for (var entry : List.copyOf(questions.entrySet())) {
            if (entry.getValue().isAnswered()) {
                var partition = entry.getKey();
                questions.remove(partition);
                answer(partition, entry.getValue(), standings);
            }
        }
        return standings;
    }

    private void answer(TopicPartition partition, Question question, List<Standing> standings) {
        try {
            var committed = question.offsets().get().get(partition);
            if (committed == null) {
                throw new IllegalStateException(
                        "group "
                                + group
                                + " has no offset for "
                                + partition
                                + ": the cluster is not provisioned");
            }
            var id = question.topic().get().topicId();
            var topicId = new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
            standings.add(
                    new Standing(
                            partition,
                            topicId,
                            new Mark(committed.offset(), committed.metadata())));
        } catch (ExecutionException e) {
            log.warn("standing of {} in {} is asked again", partition, group, e.getCause());
            questions.put(partition, question(partition));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Question question(TopicPartition partition) {
        var spec =
                Map.of(
                        group,
                        new ListConsumerGroupOffsetsSpec().topicPartitions(Set.of(partition)));
        var options = new ListConsumerGroupOffsetsOptions().requireStable(true);
        var offsets =
                admin.listConsumerGroupOffsets(spec, options).partitionsToOffsetAndMetadata(group);
        var topics = admin.describeTopics(Set.of(partition.topic())).allTopicNames();
        return new Question(
                offsets, topics.thenApply(described -> described.values().iterator().next()));
    }
}
