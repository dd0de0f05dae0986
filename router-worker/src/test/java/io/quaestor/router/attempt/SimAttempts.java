package io.quaestor.router.attempt;

import io.quaestor.event.RoutedJob;
import io.quaestor.event.Stage;
import io.quaestor.kernel.price.PriceBook;
import io.quaestor.router.FakePoison;
import io.quaestor.router.job.Envelope;
import io.quaestor.router.retry.RetryPolicy;
import io.quaestor.router.shape.Shape;
import io.quaestor.router.simulation.SimBroker.Partition;
import io.quaestor.router.simulation.SimCluster;
import io.quaestor.router.simulation.SimProcess;
import io.quaestor.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The attempts of one worker, driven as {@link KafkaAttemptLoop} drives them, step by step. */
public final class SimAttempts {
    private record Completion(AttemptLane lane, long offset, RoutedJob job, Ended ended) {}

    private static final Duration TICK = Duration.ofSeconds(1);

    private final String writer;
    private final SimCluster cluster;
    private final SimProcess process;
    private final AttemptFlow flow;
    private final Map<Partition, AttemptLane> lanes = new LinkedHashMap<>();
    private final Map<Partition, AttemptLane> rereading = new LinkedHashMap<>();
    private final Set<Partition> asked = new LinkedHashSet<>();
    private final Map<Partition, Long> positions = new HashMap<>();
    private final Deque<Completion> completions = new ArrayDeque<>();
    private Instant lastTick = Instant.EPOCH;

    /** So many cancellations are to be known before a lane opens. */
    private int cancelsNeeded;

    private boolean lost;

    public SimAttempts(String writer, SimCluster cluster, SimProcess process, PriceBook prices) {
        this.writer = writer;
        this.cluster = cluster;
        this.process = process;
        this.flow =
                new AttemptFlow(
                        new Settlement(
                                new Envelope(Stage.ATTEMPT, writer), new RetryPolicy(_ -> 100_000)),
                        new AttemptAdvice(
                                process.caps(),
                                process.gate(),
                                process.cancellations(),
                                new FakePoison(),
                                () -> prices,
                                process::weights,
                                () -> Long.MAX_VALUE));
        // A process that starts aborts what its predecessor left open.
        cluster.broker().fence(writer);
    }

    public void turn() {
        read();
        if (lost) {
            cluster.broker().fence(writer);
            lost = false;
            ask(rereading.keySet());
        }
        if (process.knowsCancels(cancelsNeeded)) {
            openAnswered();
        }
        takeCompletions();
        tick();
        settleOnce(lanes.values());
    }

    private void ask(Collection<Partition> partitions) {
        asked.addAll(partitions);
        cancelsNeeded = cluster.cancels().size();
    }

    private void tick() {
        if (Duration.between(lastTick, cluster.now()).compareTo(TICK) >= 0) {
            lastTick = cluster.now();
            flow.tick(lanes.values(), lastTick);
        }
    }

    private void read() {
        for (var partition : List.copyOf(lanes.keySet())) {
            var lane = Objects.requireNonNull(lanes.get(partition));
            long from = positions.getOrDefault(partition, 0L);
            long to = Math.min(cluster.broker().stableEnd(partition), from + cluster.some(8));
            for (var record : cluster.broker().read(partition, from, to)) {
                lane.take(record.offset(), (RoutedJob) record.value());
            }
            if (to > from) {
                positions.put(partition, to);
                lane.tracker().skippedTo(to);
            }
        }
    }

    private void openAnswered() {
        for (var partition : List.copyOf(asked)) {
            if (cluster.broker().isStable(partition)) {
                asked.remove(partition);
                var tracker = cluster.broker().tracker(partition);
                var former = rereading.remove(partition);
                var provider = partition.topic().substring(Topics.jobs("").length());
                lanes.put(
                        partition,
                        former == null
                                ? new AttemptLane(provider, partition.number(), tracker)
                                : former.reread(tracker));
                positions.put(partition, tracker.watermark());
            }
        }
    }

    private void takeCompletions() {
        while (!completions.isEmpty()) {
            var done = completions.remove();
            owned(done.lane())
                    .ifPresentOrElse(
                            lane -> takeOwn(lane, done),
                            () -> flow.endedLate(done.lane(), done.job(), done.ended()));
        }
    }

    private void takeOwn(AttemptLane lane, Completion done) {
        if (lane.ended(done.offset(), done.ended(), cluster.jitter())) {
            flow.endedLate(lane, done.job(), done.ended());
        }
    }

    private Optional<AttemptLane> owned(AttemptLane lane) {
        var partition = new Partition(Topics.jobs(lane.provider()), lane.lane());
        return Optional.ofNullable(lanes.getOrDefault(partition, rereading.get(partition)))
                .filter(now -> now.isSameOwnership(lane));
    }

    private boolean settleOnce(Collection<AttemptLane> of) {
        if (lost) {
            return false;
        }
        var batch = flow.next(of, rereading.values(), cluster.now());
        if (batch.isEmpty()) {
            return false;
        }
        var transaction = cluster.broker().begin(cluster.now());
        SimCluster.publish(transaction, batch.stream().map(AttemptFlow.Item::decided).toList());
        var touched = new HashSet<AttemptLane>();
        batch.stream()
                .filter(item -> item.kind() != AttemptFlow.Kind.OBSERVES)
                .forEach(item -> touched.add(item.lane()));
        lanes.forEach(
                (partition, lane) -> {
                    if (touched.contains(lane)) {
                        transaction.commits(partition, lane.mark(process.weights()));
                    }
                });
        var end = cluster.end(this, writer, transaction);
        return switch (end) {
            case COMMITTED -> {
                flow.committed(batch);
                batch.stream()
                        .filter(item -> item.kind() == AttemptFlow.Kind.STARTS)
                        .forEach(
                                item ->
                                        call(
                                                item.lane(),
                                                item.offset(),
                                                item.job(),
                                                item.writtenAt()));
                yield true;
            }
            case ABORTED -> flow.aborted(batch, -1);
            case LOST_COMMITTED, LOST_ABORTED, LOST_OPEN -> {
                flow.lost(batch);
                rereading.putAll(lanes);
                lanes.clear();
                lost = true;
                yield false;
            }
        };
    }

    private void call(AttemptLane lane, long offset, RoutedJob job, Instant intendedAt) {
        lane.called(offset, job);
        var startedAt = cluster.now();
        var refusal = flow.refusal(job, intendedAt, startedAt);
        if (refusal.isPresent()) {
            process.gate().notStarted(job);
            var ended = new Ended(refusal.get(), Shape.NOT_ASKED, startedAt, startedAt);
            completions.add(new Completion(lane, offset, job, ended));
            return;
        }
        process.callee()
                .call(job, intendedAt.plus(Settlement.MAX_START))
                .thenAccept(
                        reply -> {
                            var shape = cluster.shape(job, reply);
                            var ended = new Ended(reply, shape, startedAt, cluster.now());
                            completions.add(new Completion(lane, offset, job, ended));
                        });
    }

    public void assigned(Partition partition) {
        ask(List.of(partition));
    }

    /** Asked to give a partition up: what is in hand is written first, and the others go on. */
    public void revoked(Partition partition) {
        var going = new ArrayList<AttemptLane>();
        Optional.ofNullable(lanes.get(partition))
                .ifPresent(
                        lane -> {
                            lane.drain();
                            going.add(lane);
                        });
        for (int i = cluster.some(3); i >= 0 && settleOnce(lanes.values()); i--) {
            takeCompletions();
        }
        settleOnce(going);
        lost(partition);
    }

    /** The partition is somebody else's already. */
    public void lost(Partition partition) {
        asked.remove(partition);
        Stream.of(lanes, rereading)
                .map(of -> of.remove(partition))
                .filter(Objects::nonNull)
                .forEach(flow::gone);
        positions.remove(partition);
    }
}
