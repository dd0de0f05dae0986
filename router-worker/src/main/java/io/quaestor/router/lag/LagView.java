package io.quaestor.router.lag;

import io.quaestor.router.fair.Claim;
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
     * @param inFlight calls that are open or whose outcome is not committed
     * @param weight of the departments whose jobs waited to be started when its owner last
     *     committed
     */
    public record LaneLag(long watermark, long startedUpTo, long end, int inFlight, int weight) {
        /** A marker behind the last job counts until the owner tidies it up. */
        public long notStarted() {
            return Math.max(0, end - startedUpTo);
        }

        /** On the provider's calls: those it makes, and those for which jobs lie on the queue. */
        Claim calls() {
            return new Claim(weight, inFlight + notStarted());
        }

        /**
         * On places of the queue: how many more jobs its owner has is not known here, so it may use
         * whatever it gets.
         */
        Claim places() {
            return notStarted() > 0 ? Claim.unbounded(weight) : new Claim(0, 0);
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
                                lag.notStarted(),
                                Long::sum));
        return sums;
    }

    public Optional<LaneLag> lane(TopicPartition queue) {
        return Optional.ofNullable(lanes.get(queue));
    }
}
