package io.quaestor.router.lag;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the lanes that this worker's attempts own have started, as committed: admission of the
 * same worker need not wait for the next look at the group's offsets. Safe for all threads.
 */
public final class StartedBoard {
    private final Map<TopicPartition, Long> startedUpTo = new ConcurrentHashMap<>();

    public void put(TopicPartition queue, long offset) {
        startedUpTo.put(queue, offset);
    }

    public void remove(TopicPartition queue) {
        startedUpTo.remove(queue);
    }

    /**
     * First offset of the queue's lane that is not started; empty when another worker owns the
     * lane.
     */
    public OptionalLong startedUpTo(TopicPartition queue) {
        var offset = startedUpTo.get(queue);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}
