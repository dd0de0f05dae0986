package io.quaestor.router.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.AttemptStarted;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.Stage;
import io.quaestor.event.UsageObserved;
import io.quaestor.kernel.price.PriceBook;
import io.quaestor.router.FakeCancellations;
import io.quaestor.router.FakePoison;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.Samples;
import io.quaestor.router.fair.Claim;
import io.quaestor.router.fair.FakeWeights;
import io.quaestor.router.health.StartGate;
import io.quaestor.router.job.Decided;
import io.quaestor.router.job.Envelope;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.retry.RetryPolicy;
import io.quaestor.router.shape.Shape;
import io.quaestor.router.track.Mark;
import io.quaestor.router.track.OffsetTracker;
import io.quaestor.router.waits.Wait;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The attempt loop without Kafka: queues, what is committed, and one worker that is driven like the
 * loop drives it. What must never happen is checked as it would happen.
 */
final class AttemptWorld {
    /** One lane of one provider's queue. */
    record Queue(String provider, int lane) {}

    /** How a transaction ends. */
    enum End {
        COMMITTED,
        ABORTED,
        /** The first answer of the batch, if there is one, is to blame. */
        BLAMED,
        LOST_BUT_COMMITTED,
        LOST
    }

    /** A call as the provider sees it. */
    record Call(AttemptLane lane, Queue queue, long offset, RoutedJob job) {}

    /** What became durable of one routed job. */
    static final class Fate {
        int started;
        int calls;
        int ends;
        int finishedEvents;
        int observed;

        /** The worker that called learned what the call cost, and lives. */
        boolean usageKnown;

        /** The end with that usage is durable. */
        boolean settled;

        boolean undeliverable;
    }

    private static final UUID TOPIC = new UUID(3, 4);

    private final PriceBook prices = SampleCatalog.legal().prices();
    private final Map<Queue, NavigableMap<Long, RoutedJob>> logs = new LinkedHashMap<>();
    private final Map<Queue, Long> ends = new HashMap<>();
    private final Map<Queue, Mark> committed = new HashMap<>();
    private final Map<String, Fate> fates = new LinkedHashMap<>();
    private final Map<Queue, Long> lastStarted = new HashMap<>();
    private final Map<String, Integer> caps = new HashMap<>();

    long catalogVersion = SampleCatalog.legal().snapshot().version();

    final FakeWeights weights = new FakeWeights();

    final FakeCancellations cancels = new FakeCancellations();
    final FakePoison poison = new FakePoison();

    /** What the gate says next; it says GO when there is nothing left. */
    final Deque<StartGate.Answer> answers = new ArrayDeque<>();

    /** Jobs whose start was granted and is neither made nor given back. */
    private final Set<RoutedJob> granted = Collections.newSetFromMap(new IdentityHashMap<>());

    private final StartGate gate =
            new StartGate() {
                @Override
                public Answer ask(RoutedJob job, Map<Integer, Claim> claims, Instant at) {
                    assertThat(claims).containsKey(job.getLane());
                    var answer = Optional.ofNullable(answers.poll()).orElse(new Go());
                    if (answer instanceof Go) {
                        granted.add(job);
                    }
                    return answer;
                }

                @Override
                public void notStarted(RoutedJob job) {
                    assertThat(granted.remove(job)).isTrue();
                }

                @Override
                public void forgetUnstarted() {
                    granted.clear();
                }
            };

    private AttemptFlow flow = newFlow();
    private final Map<Queue, AttemptLane> lanes = new LinkedHashMap<>();
    private final Map<Queue, AttemptLane> closed = new LinkedHashMap<>();
    private final Map<Queue, Long> positions = new HashMap<>();
    private final List<Call> open = new ArrayList<>();
    private long jobs;
    Instant now = Samples.NOW;

    private AttemptFlow newFlow() {
        return new AttemptFlow(
                new Settlement(new Envelope(Stage.ATTEMPT, "w1"), new RetryPolicy(_ -> 100_000)),
                new AttemptAdvice(
                        (provider, _) -> caps.getOrDefault(provider, 2),
                        gate,
                        cancels,
                        poison,
                        () -> prices,
                        () -> weights,
                        () -> catalogVersion));
    }

    void cap(String provider, int calls) {
        caps.put(provider, calls);
    }

    /** A queue that the worker takes at once. */
    Queue queue(String provider, int lane) {
        var queue = new Queue(provider, lane);
        logs.put(queue, new TreeMap<>());
        ends.put(queue, 0L);
        committed.put(queue, OffsetTracker.fresh(TOPIC, 0).mark());
        take(queue);
        return queue;
    }

    /** Routes a job to the queue; returns its offset. */
    long append(Queue queue, Instant deadline) {
        return append(queue, deadline, Samples.DEPARTMENT);
    }

    long append(Queue queue, String department) {
        return append(queue, Samples.DEADLINE, department);
    }

    private long append(Queue queue, Instant deadline, String department) {
        var job = Samples.routed(jobs++);
        job.setLane(queue.lane());
        job.getJob().setDeadline(deadline);
        job.getJob().getRequest().setDepartment(department);
        long offset = ends.merge(queue, 1L, Long::sum) - 1;
        log(queue).put(offset, job);
        fates.put(job.getJob().getJobId(), new Fate());
        return offset;
    }

    long append(Queue queue) {
        return append(queue, Samples.DEADLINE);
    }

    /** A transaction marker, or a record of an aborted transaction. */
    void appendNothing(Queue queue) {
        ends.merge(queue, 1L, Long::sum);
    }

    RoutedJob job(Queue queue, long offset) {
        return Objects.requireNonNull(log(queue).get(offset));
    }

    Fate fate(Queue queue, long offset) {
        return fate(job(queue, offset));
    }

    private Fate fate(RoutedJob job) {
        return Objects.requireNonNull(fates.get(job.getJob().getJobId()));
    }

    private NavigableMap<Long, RoutedJob> log(Queue queue) {
        return Objects.requireNonNull(logs.get(queue));
    }

    /** The lane is assigned, and its committed progress known. */
    void take(Queue queue) {
        var mark = mark(queue);
        lanes.put(
                queue,
                new AttemptLane(
                        queue.provider(), queue.lane(), OffsetTracker.restore(TOPIC, mark)));
        positions.put(queue, mark.offset());
    }

    Mark mark(Queue queue) {
        return Objects.requireNonNull(committed.get(queue));
    }

    /** Polls at most so many offsets of the queue. */
    void read(Queue queue, int most) {
        var lane = lanes.get(queue);
        if (lane == null) {
            return;
        }
        long from = positions.getOrDefault(queue, 0L);
        long to = Math.min(from + most, ends.getOrDefault(queue, 0L));
        log(queue).subMap(from, to).forEach(lane::take);
        positions.put(queue, to);
        lane.tracker().skippedTo(to);
    }

    void readAll() {
        logs.keySet().forEach(queue -> read(queue, Integer.MAX_VALUE));
    }

    private void callOrNot(
            AttemptLane lane, Queue queue, long offset, RoutedJob job, Instant intendedAt) {
        var refusal = flow.refusal(job, intendedAt, now);
        if (refusal.isPresent()) {
            granted.remove(job);
            lane.called(offset, job);
            var ended = new Ended(refusal.get(), Shape.NOT_ASKED, now, now);
            fate(job).usageKnown = true;
            lane.ended(offset, ended, 0.5);
        } else {
            call(lane, queue, offset, job);
        }
    }

    private void call(AttemptLane lane, Queue queue, long offset, RoutedJob job) {
        lane.called(offset, job);
        granted.remove(job);
        var fate = fate(job);
        assertThat(fate.started).as("the intent of %s is durable before the call", job).isOne();
        assertThat(++fate.calls).as("calls of the job at %s@%d", queue, offset).isOne();
        open.add(new Call(lane, queue, offset, job));
        long ofProvider =
                open.stream()
                        .filter(call -> call.queue().provider().equals(queue.provider()))
                        .filter(this::isOwned)
                        .count();
        assertThat(ofProvider).isLessThanOrEqualTo(caps.getOrDefault(queue.provider(), 2));
    }

    private boolean isOwned(Call call) {
        var lane = lanes.getOrDefault(call.queue(), closed.get(call.queue()));
        return lane != null && lane.isSameOwnership(call.lane());
    }

    List<Call> open() {
        return open;
    }

    /** The provider answers. */
    void end(Call call, ProviderReply reply) {
        open.remove(call);
        var ended = new Ended(reply, Shape.NOT_ASKED, now.minusMillis(200), now);
        fate(call.job()).usageKnown = Settlement.isCostKnown(ended);
        var lane = lanes.getOrDefault(call.queue(), closed.get(call.queue()));
        if (lane == null
                || !lane.isSameOwnership(call.lane())
                || lane.ended(call.offset(), ended, 0.5)) {
            flow.endedLate(call.lane(), call.job(), ended);
        }
    }

    void end(Queue queue, long offset, ProviderReply reply) {
        end(
                open.stream()
                        .filter(call -> call.queue().equals(queue) && call.offset() == offset)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no call " + queue + "@" + offset)),
                reply);
    }

    Map<Wait, Integer> waits() {
        return flow.waits(lanes.values());
    }

    void tick() {
        flow.tick(lanes.values(), now);
    }

    /** One transaction of all open lanes. */
    List<AttemptFlow.Item> step(End end) {
        return step(end, lanes.values());
    }

    private List<AttemptFlow.Item> step(End end, Collection<AttemptLane> of) {
        var batch = flow.next(List.copyOf(of), closed.values(), now);
        if (batch.isEmpty()) {
            return batch;
        }
        switch (end) {
            case COMMITTED -> {
                commit(batch);
                flow.committed(batch);
                batch.stream()
                        .filter(item -> item.kind() == AttemptFlow.Kind.STARTS)
                        .forEach(
                                item ->
                                        callOrNot(
                                                item.lane(),
                                                queue(item),
                                                item.offset(),
                                                item.job(),
                                                item.writtenAt()));
            }
            case ABORTED -> flow.aborted(batch, -1);
            case BLAMED -> flow.aborted(batch, firstAnswer(batch));
            case LOST_BUT_COMMITTED -> {
                commit(batch);
                lose(batch);
            }
            case LOST -> lose(batch);
        }
        return batch;
    }

    AttemptFlow flow() {
        return flow;
    }

    AttemptLane lane(Queue queue) {
        return Objects.requireNonNull(lanes.get(queue));
    }

    private static int firstAnswer(List<AttemptFlow.Item> batch) {
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i).decided().next() instanceof Decided.Answered) {
                return i;
            }
        }
        return -1;
    }

    private static Queue queue(AttemptFlow.Item item) {
        return new Queue(item.lane().provider(), item.lane().lane());
    }

    /** Everything of the batch becomes durable, its marks included. */
    private void commit(List<AttemptFlow.Item> batch) {
        Set<AttemptLane> touched = new HashSet<>();
        for (var item : batch) {
            if (item.kind() != AttemptFlow.Kind.OBSERVES) {
                touched.add(item.lane());
            }
            note(item);
        }
        lanes.forEach(
                (queue, lane) -> {
                    if (touched.contains(lane)) {
                        committed.put(queue, lane.tracker().mark());
                    }
                });
    }

    private void note(AttemptFlow.Item item) {
        var fate = fate(item.job());
        for (var event : item.decided().events()) {
            switch (event.getEvent()) {
                case AttemptStarted _ -> {
                    assertThat(++fate.started).as("intents of one routed job").isOne();
                    var before = lastStarted.put(queue(item), item.offset());
                    assertThat(before == null || before < item.offset())
                            .as("starts are in offset order")
                            .isTrue();
                }
                case AttemptFinished finished -> {
                    fate.finishedEvents++;
                    fate.settled = finished.getOutcome() != AttemptOutcome.UNKNOWN;
                }
                case UsageObserved _ -> fate.observed++;
                default -> {}
            }
        }
        if (!(item.decided().next() instanceof Decided.Stays)) {
            assertThat(++fate.ends).as("ends of one routed job").isOne();
            fate.undeliverable = item.undeliverable();
        }
    }

    /** The producer is gone: all lanes close until they are read anew. */
    private void lose(List<AttemptFlow.Item> batch) {
        flow.lost(batch);
        closed.putAll(lanes);
        lanes.clear();
    }

    /** The committed progress of a closed lane is known again. */
    void reopen(Queue queue) {
        var former = closed.remove(queue);
        if (former != null) {
            var mark = mark(queue);
            lanes.put(queue, former.reread(OffsetTracker.restore(TOPIC, mark)));
            positions.put(queue, mark.offset());
        }
    }

    /** By another worker, which owned the lane meanwhile. */
    void declareUnknown(Queue queue, long offset) {
        var other = new AttemptLane(queue.provider(), queue.lane(), tracker(queue));
        log(queue).forEach(other::take);
        other.tracker().finish(offset);
        committed.put(queue, other.tracker().mark());
    }

    private OffsetTracker tracker(Queue queue) {
        return OffsetTracker.restore(TOPIC, mark(queue));
    }

    void reopenAll() {
        List.copyOf(closed.keySet()).forEach(this::reopen);
    }

    /** First part of a revocation: nothing starts any more, what is in hand is written. */
    void drain(Queue queue, End end) {
        var lane = lanes.get(queue);
        if (lane != null) {
            lane.drain();
            step(end, List.of(lane));
        }
    }

    /** The lane went away; the calls go on. */
    void forget(Queue queue) {
        Stream.of(lanes, closed)
                .map(of -> of.remove(queue))
                .filter(Objects::nonNull)
                .forEach(flow::gone);
        positions.remove(queue);
    }

    /** The process dies with all it had in memory; the next one takes every lane. */
    void crash() {
        open.clear();
        fates.values().forEach(fate -> fate.usageKnown = false);
        lanes.clear();
        closed.clear();
        flow = newFlow();
        logs.keySet().forEach(this::take);
    }

    /** A cancellation becomes known. */
    void cancel(Queue queue, long offset) {
        cancels.cancel(job(queue, offset).getJob());
    }

    /** Some job of the queue is cancelled, whatever has become of it. */
    void cancelAny(Queue queue, SplittableRandom random) {
        var offsets = List.copyOf(log(queue).keySet());
        if (!offsets.isEmpty()) {
            cancel(queue, offsets.get(random.nextInt(offsets.size())));
        }
    }

    /** Every routed job ended once, and the queues are finished to their ends. */
    void checkNothingIsLost() {
        logs.forEach(
                (queue, log) ->
                        log.forEach(
                                (offset, job) -> {
                                    var fate = fate(job);
                                    assertThat(fate.ends)
                                            .as("ends of the job at %s@%d", queue, offset)
                                            .isOne();
                                    assertThat(fate.finishedEvents)
                                            .as("outcomes of the intent at %s@%d", queue, offset)
                                            .isEqualTo(fate.started);
                                    assertThat(
                                                    !fate.usageKnown
                                                            || fate.settled
                                                            || fate.observed > 0)
                                            .as("usage of %s@%d is told", queue, offset)
                                            .isTrue();
                                }));
        logs.keySet().forEach(queue -> assertThat(lane(queue).tracker().unfinished()).isZero());
        assertThat(granted).isEmpty();
    }
}
