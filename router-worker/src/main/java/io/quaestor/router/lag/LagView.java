package io.quaestor.router.lag;

import io.quaestor.wire.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** What the group's offsets and the queues' ends said at the last look. Immutable. */
public record LagView(Map<TopicPartition, LaneLag> lanes) {
    public static final LagView EMPTY = new LagView(Map.of());

    /**
     * One lane of one queue.
     *
     * @param watermark oldest unfinished offset
     * @param startedUpTo first offset neither started nor finished
     * @param end next offset to be written
     */
    public record LaneLag(long watermark, long startedUpTo, long end) {
        /**
         * Calls in flight or jobs not started; a marker behind the last job counts until the owner
         * tidies it up.
         */
        public boolean isBusy() {
            return end > watermark;
        }
    }

    public LagView {
        lanes = Map.copyOf(lanes);
    }

    /**
     * By provider, offsets of its queue that are routed and not started, over all lanes; a few
     * transaction markers may be among them.
     */
    public Map<String, Long> notStarted() {
        var sums = new HashMap<String, Long>();
        lanes.forEach(
                (queue, lag) ->
                        sums.merge(
                                queue.topic().substring(Topics.jobs("").length()),
                                Math.max(0, lag.end() - lag.startedUpTo()),
                                Long::sum));
        return sums;
    }

    public Optional<LaneLag> lane(TopicPartition queue) {
        return Optional.ofNullable(lanes.get(queue));
    }
}
