package io.quaestor.router.lag;

import static java.util.stream.Collectors.toMap;

import io.quaestor.router.track.CorruptMarkException;
import io.quaestor.router.track.Mark;
import io.quaestor.router.track.OffsetTracker;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.Groups;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Liveness;
import io.quaestor.wire.LoopBody;
import io.quaestor.wire.SupervisedLoop;
import io.quaestor.wire.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks four times a second at how far every lane of every provider queue has started, whoever owns
 * it.
 *
 * <p>Between two looks workers may together be over a limit by what they route in that time, which
 * is the published bound.
 */
public final class KafkaLagGauge implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaLagGauge.class);

    public static final Duration REFRESH = Duration.ofMillis(250);

    private static final Duration STALL_BOUND = Duration.ofSeconds(15);
    private static final long ANSWER_SECONDS = 5;

    private final KafkaSettings kafka;
    private final String clientId;
    private final Supplier<Collection<String>> providers;
    private final Consumer<LagView> seen;
    private final SupervisedLoop loop;
    private final Collection<CountDownLatch> awaited = new ConcurrentLinkedQueue<>();
    private volatile LagView view = LagView.EMPTY;

    /**
     * @param seen is told each look, on the gauge's own thread
     */
    public KafkaLagGauge(
            KafkaSettings kafka,
            String clientId,
            Supplier<Collection<String>> providers,
            Consumer<LagView> seen) {
        this.kafka = kafka;
        this.clientId = clientId + "-lag";
        this.providers = providers;
        this.seen = seen;
        this.loop = new SupervisedLoop(this.clientId, STALL_BOUND, Look::new);
    }

    public KafkaLagGauge start() {
        loop.start();
        return this;
    }

    /**
     * Waits for a look that begins after this call.
     *
     * @return false if there was none within {@code longest}
     */
    public boolean awaitLook(Duration longest) throws InterruptedException {
        var look = new CountDownLatch(1);
        awaited.add(look);
        try {
            return look.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            awaited.remove(look);
        }
    }

    /** The last look; empty before the first. */
    public LagView view() {
        return view;
    }

    public Liveness liveness() {
        return loop.liveness();
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class Look implements LoopBody {
        private final Admin admin = Admin.create(ClientDefaults.admin(kafka, clientId));
        private final CountDownLatch closing = new CountDownLatch(1);

        @Override
        public void turn() throws Exception {
            var ending = List.copyOf(awaited);
            var queues = queues();
            if (!queues.isEmpty()) {
                view = look(queues);
                seen.accept(view);
            }
            ending.forEach(CountDownLatch::countDown);
            closing.await(REFRESH.toMillis(), TimeUnit.MILLISECONDS);
        }

        private Collection<TopicPartition> queues() {
            return providers.get().stream()
                    .map(Topics::jobs)
                    .flatMap(
                            topic ->
                                    IntStream.range(0, Topics.LANES)
                                            .mapToObj(lane -> new TopicPartition(topic, lane)))
                    .collect(Collectors.toSet());
        }

        private LagView look(Collection<TopicPartition> queues) throws Exception {
            var spec = new ListConsumerGroupOffsetsSpec().topicPartitions(queues);
            var offsets =
                    admin.listConsumerGroupOffsets(Map.of(Groups.ATTEMPTS, spec))
                            .partitionsToOffsetAndMetadata(Groups.ATTEMPTS);
            var ends =
                    admin.listOffsets(
                                    queues.stream()
                                            .collect(
                                                    toMap(
                                                            queue -> queue,
                                                            _ -> OffsetSpec.latest())))
                            .all();
            var committed = offsets.get(ANSWER_SECONDS, TimeUnit.SECONDS);
            var end = ends.get(ANSWER_SECONDS, TimeUnit.SECONDS);
            var lanes = new HashMap<TopicPartition, LagView.LaneLag>();
            for (var queue : queues) {
                var mark = committed.get(queue);
                var last = end.get(queue);
                if (mark != null && last != null) {
                    lanes.put(queue, lag(queue, mark, last.offset()));
                }
            }
            return new LagView(lanes);
        }

        private static LagView.LaneLag lag(
                TopicPartition queue, OffsetAndMetadata committed, long end) {
            var outline = OffsetTracker.Outline.untouched(committed.offset());
            try {
                outline = OffsetTracker.outline(new Mark(committed.offset(), committed.metadata()));
            } catch (CorruptMarkException e) {
                // The lane's owner stops it and says so; here the safe reading is that nothing has
                // started.
                log.debug("progress of {} cannot be read", queue, e);
            }
            return new LagView.LaneLag(
                    committed.offset(),
                    outline.startedUpTo(),
                    end,
                    outline.inFlight(),
                    outline.weight());
        }

        @Override
        public void wakeup() {
            closing.countDown();
        }

        @Override
        public void close() {
            admin.close(Duration.ZERO);
        }
    }
}
