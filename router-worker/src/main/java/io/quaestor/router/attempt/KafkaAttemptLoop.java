package io.quaestor.router.attempt;

import io.quaestor.event.Billing;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.Stage;
import io.quaestor.router.job.Publication;
import io.quaestor.router.own.LaneTakeover;
import io.quaestor.router.pace.PacedTransactions;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.PunctualCall;
import io.quaestor.router.retry.RetryPolicy;
import io.quaestor.router.shape.Shape;
import io.quaestor.router.track.CorruptMarkException;
import io.quaestor.router.track.Mark;
import io.quaestor.router.track.OffsetTracker;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.Groups;
import io.quaestor.wire.KafkaTransaction;
import io.quaestor.wire.LoopBody;
import io.quaestor.wire.TelemetryNames;
import io.quaestor.wire.Topics;
import io.quaestor.wire.TransactionResult;
import io.quaestor.wire.TransactionalProducers;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RegistryUnavailableException;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts' edge: one thread polls all lanes of all provider queues that this worker owns,
 * commits what {@link AttemptFlow} decides, and makes calls once their intent counts.
 *
 * <p>Transactions never overlap: the next begins after the former is decided. A lane is closed from
 * its assignment until its committed state is known, and nothing names it after its revocation.
 */
public final class KafkaAttemptLoop implements LoopBody {
    private static final Logger log = LoggerFactory.getLogger(KafkaAttemptLoop.class);

    /**
     * How long a revocation waits for open calls of the lanes that go; the lanes that stay go on
     * meanwhile, but read nothing.
     */
    private static final Duration REVOKE_DRAIN = Duration.ofSeconds(5);

    /** A broker that has just started creates its transaction log first. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(20);

    private static final Duration IDLE_POLL = Duration.ofMillis(100);
    private static final Duration TAKEOVER_POLL = Duration.ofMillis(10);
    private static final Duration TICK = Duration.ofSeconds(1);

    /**
     * Jobs read and not started that a lane keeps in memory; the lag limit keeps far fewer there.
     */
    private static final int MAX_WAITING = 2_000;

    private record Completion(AttemptLane lane, long offset, RoutedJob job, Ended ended) {}

    private final AttemptWiring wiring;
    private final AttemptFlow flow;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final LaneTakeover takeover;
    private final RecordDecoder<RoutedJob> decoder;
    private final LinkedBlockingQueue<Completion> completions = new LinkedBlockingQueue<>();
    private final AtomicBoolean parked = new AtomicBoolean();
    private final PacedTransactions paced;

    private final Map<TopicPartition, AttemptLane> lanes = new LinkedHashMap<>();

    /**
     * Lanes whose transaction was lost: what they have in memory, until their committed state is
     * known again.
     */
    private final Map<TopicPartition, AttemptLane> rereading = new HashMap<>();

    private final Map<TopicPartition, Long> committedOffsets = new HashMap<>();

    /** Every cancellation from before the last assignment is known. */
    private CompletableFuture<Void> cancelsKnown = CompletableFuture.completedFuture(null);

    private Set<String> subscribed = Set.of();
    private KafkaProducer<byte[], byte[]> producer;
    private KafkaTransaction transaction;
    private Instant lastTick = Instant.EPOCH;

    /** The last transaction may have left something that can be written now. */
    private boolean more;

    /** The producer is fenced or broken: nothing can be written until there is a new one. */
    private boolean lost;

    public KafkaAttemptLoop(AttemptWiring wiring) {
        this.wiring = wiring;
        this.paced = new PacedTransactions(wiring.meters());
        this.flow =
                new AttemptFlow(
                        new Settlement(wiring.envelope(), new RetryPolicy(wiring::contextTokens)),
                        wiring.advice());
        this.decoder = RecordDecoder.of(wiring.registry(), RoutedJob.class);
        this.admin =
                Admin.create(ClientDefaults.admin(wiring.kafka(), wiring.clientId() + "-admin"));
        this.takeover = new LaneTakeover(admin, Groups.ATTEMPTS);
        this.producer = newProducer(START_PATIENCE);
        this.transaction = new KafkaTransaction(producer);
        this.consumer =
                new KafkaConsumer<>(
                        ClientDefaults.member(wiring.kafka(), wiring.clientId(), Groups.ATTEMPTS));
    }

    private KafkaProducer<byte[], byte[]> newProducer(Duration patience) {
        return TransactionalProducers.open(wiring.kafka(), wiring.clientId(), patience);
    }

    @Override
    public void turn() {
        subscribe();
        if (subscribed.isEmpty()) {
            wiring.idle();
            return;
        }
        paced.rest(completions::size);
        read();
        if (isRecovered()) {
            if (cancelsKnown.isDone()) {
                openAnswered();
            }
            takeCompletions();
            tick();
            more = settleOnce(lanes.values());
        }
    }

    /** Explicit names from the catalogue: a pattern would take whatever anyone creates. */
    private void subscribe() {
        var topics = wiring.queues();
        if (!topics.equals(subscribed)) {
            consumer.subscribe(topics, new Rebalance());
            subscribed = topics;
        }
    }

    private void read() {
        ConsumerRecords<byte[], byte[]> records;
        try {
            parked.set(completions.isEmpty());
            records = consumer.poll(patience());
        } catch (WakeupException e) {
            // A call ended: that is all it says.
            return;
        } finally {
            parked.set(false);
        }
        records.partitions().forEach(partition -> take(partition, records.records(partition)));
        records.nextOffsets().forEach((partition, next) -> skipTo(partition, next.offset()));
    }

    private Duration patience() {
        if (more || !completions.isEmpty()) {
            return Duration.ZERO;
        }
        return takeover.isWaiting() ? TAKEOVER_POLL : IDLE_POLL;
    }

    private void take(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        var lane = lanes.get(partition);
        if (lane == null) {
            return;
        }
        for (var record : records) {
            try {
                lane.take(record.offset(), decoder.decode(record));
            } catch (UndecodableRecordException e) {
                wiring.deadLetters().accept(record, e);
                lane.skip(record.offset());
            } catch (RegistryUnavailableException e) {
                log.warn("{} waits for the registry", partition, e);
                consumer.seek(partition, record.offset());
                return;
            }
        }
        if (lane.waiting().size() > MAX_WAITING) {
            consumer.pause(Set.of(partition));
        }
    }

    private void skipTo(TopicPartition partition, long position) {
        var lane = lanes.get(partition);
        // After a seek back the position lies before what was skipped to.
        if (lane != null && consumer.position(partition) == position) {
            lane.tracker().skippedTo(position);
        }
    }

    private void openAnswered() {
        for (var standing : takeover.answered()) {
            var partition = standing.partition();
            try {
                var tracker = OffsetTracker.restore(standing.topicId(), standing.mark());
                var former = rereading.remove(partition);
                var lane =
                        former == null
                                ? new AttemptLane(
                                        wiring.provider(partition.topic()),
                                        partition.partition(),
                                        tracker)
                                : former.reread(tracker);
                lanes.put(partition, lane);
                committedOffsets.put(partition, standing.mark().offset());
                consumer.seek(partition, standing.mark().offset());
                consumer.resume(Set.of(partition));
            } catch (CorruptMarkException e) {
                log.error(
                        "{} stays closed: its committed progress cannot be trusted", partition, e);
            }
        }
    }

    private void takeCompletions() {
        for (var ended = completions.poll(); ended != null; ended = completions.poll()) {
            take(ended);
        }
    }

    private void take(Completion done) {
        owned(done.lane())
                .ifPresentOrElse(
                        lane -> takeOwn(lane, done),
                        () -> flow.endedLate(done.lane(), done.job(), done.ended()));
    }

    private void takeOwn(AttemptLane lane, Completion done) {
        if (lane.ended(done.offset(), done.ended(), wiring.jitter().getAsDouble())) {
            flow.endedLate(lane, done.job(), done.ended());
        }
    }

    /** The lane as it is owned now: the same, or the same read anew; empty when it went away. */
    private Optional<AttemptLane> owned(AttemptLane lane) {
        var partition = new TopicPartition(Topics.jobs(lane.provider()), lane.lane());
        return Optional.ofNullable(lanes.getOrDefault(partition, rereading.get(partition)))
                .filter(now -> now.isSameOwnership(lane));
    }

    private void tick() {
        var now = wiring.clock().instant();
        if (Duration.between(lastTick, now).compareTo(TICK) >= 0) {
            lastTick = now;
            flow.tick(lanes.values(), now);
            tidy();
            wiring.waits().put(Stage.ATTEMPT, flow.waits(lanes.values()));
            lanes.forEach(
                    (partition, lane) -> {
                        if (lane.waiting().size() < MAX_WAITING / 2) {
                            consumer.resume(Set.of(partition));
                        }
                    });
        }
    }

    /**
     * Markers behind the last record of a lane are read but belong to no job: without this an idle
     * lane would seem to lag.
     */
    private void tidy() {
        var weights = wiring.advice().weights().get();
        var behind = new HashMap<TopicPartition, OffsetAndMetadata>();
        lanes.forEach(
                (partition, lane) -> {
                    var mark = lane.mark(weights);
                    if (mark.offset() != committedOffsets.getOrDefault(partition, mark.offset())
                            && lane.outcomes().isEmpty()) {
                        behind.put(partition, committable(mark));
                    }
                });
        if (!behind.isEmpty()) {
            var result =
                    transaction.run(
                            KafkaTransaction.Content.of(List.of(), behind),
                            consumer.groupMetadata());
            switch (result) {
                case TransactionResult.Committed _ -> noteCommitted(behind);
                case TransactionResult.Aborted(_, var cause) -> log.debug("tidying aborted", cause);
                case TransactionResult.Lost(var cause) -> recover(List.of(), cause);
            }
        }
    }

    /** For lanes that go: transaction after transaction, until nothing can be written now. */
    private void settle(Collection<AttemptLane> of) {
        while (settleOnce(of)) {
            takeCompletions();
        }
    }

    private boolean settleOnce(Collection<AttemptLane> of) {
        if (lost) {
            return false;
        }
        var batch = flow.next(of, rereading.values(), wiring.clock().instant());
        if (batch.isEmpty()) {
            return false;
        }
        var publication = new Publication(wiring.encoder());
        for (var item : batch) {
            try {
                add(publication, item);
            } catch (RegistryUnavailableException e) {
                var job = item.job().getJob();
                log.atWarn()
                        .addKeyValue(TelemetryNames.JOB_ID, job.getJobId())
                        .addKeyValue(TelemetryNames.DEPARTMENT, job.getRequest().getDepartment())
                        .setCause(e)
                        .log("an answer waits for the registry");
                flow.unwritable(batch, item, wiring.clock().instant());
                return false;
            }
        }
        var offsets = marks(batch);
        var content = publication.content(offsets);
        var result =
                paced.run(batch.size(), () -> transaction.run(content, consumer.groupMetadata()));
        return switch (result) {
            case TransactionResult.Committed _ -> {
                flow.committed(batch);
                noteCommitted(offsets);
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
            case TransactionResult.Aborted(var record, var cause) -> {
                log.warn("{} decisions are written again", batch.size(), cause);
                yield flow.aborted(batch, publication.decision(record).orElse(-1));
            }
            case TransactionResult.Lost(var cause) -> {
                recover(batch, cause);
                yield false;
            }
        };
    }

    private static void add(Publication publication, AttemptFlow.Item item) {
        if (item.undeliverable()) {
            publication.addUndeliverable(item.decided());
        } else {
            publication.add(item.decided());
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> marks(List<AttemptFlow.Item> batch) {
        var touched = new HashSet<AttemptLane>();
        batch.stream()
                .filter(item -> item.kind() != AttemptFlow.Kind.OBSERVES)
                .forEach(item -> touched.add(item.lane()));
        var weights = wiring.advice().weights().get();
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        lanes.forEach(
                (partition, lane) -> {
                    if (touched.contains(lane)) {
                        offsets.put(partition, committable(lane.mark(weights)));
                    }
                });
        return offsets;
    }

    private static OffsetAndMetadata committable(Mark mark) {
        return new OffsetAndMetadata(mark.offset(), mark.metadata());
    }

    private void noteCommitted(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach(
                (partition, offset) -> {
                    committedOffsets.put(partition, offset.offset());
                    var lane = lanes.get(partition);
                    if (lane != null) {
                        wiring.started().put(partition, lane.tracker().startedUpTo());
                    }
                });
    }

    /**
     * The intent counts: the call is made, unless there is a reason not to by now, and whatever
     * comes of it comes back to this thread.
     */
    private void call(AttemptLane lane, long offset, RoutedJob job, Instant intendedAt) {
        lane.called(offset, job);
        var startedAt = wiring.clock().instant();
        var refusal = flow.refusal(job, intendedAt, startedAt);
        if (refusal.isPresent()) {
            wiring.advice().gate().notStarted(job);
            var ended = new Ended(refusal.get(), Shape.NOT_ASKED, startedAt, startedAt);
            completions.add(new Completion(lane, offset, job, ended));
            return;
        }
        wiring.callee()
                .call(job, intendedAt.plus(Settlement.MAX_START))
                .thenCompose(reply -> ended(job, reply, startedAt))
                .exceptionally(bug -> failed(bug, startedAt))
                .thenAccept(ended -> completed(new Completion(lane, offset, job, ended)));
    }

    /** A callee keeps its promise and never fails; whatever breaks it must not keep the slot. */
    private Ended failed(Throwable bug, Instant startedAt) {
        return new Ended(
                PunctualCall.fault(bug, Billing.UNKNOWN),
                Shape.NOT_ASKED,
                startedAt,
                wiring.clock().instant());
    }

    /** The reply is judged off this thread. */
    private CompletionStage<Ended> ended(RoutedJob job, ProviderReply reply, Instant startedAt) {
        var finishedAt = wiring.clock().instant();
        return wiring.shapes()
                .shape(job.getJob().getRequest(), reply)
                .thenApply(shape -> new Ended(reply, shape, startedAt, finishedAt));
    }

    private void completed(Completion done) {
        completions.add(done);
        if (parked.getAndSet(false)) {
            consumer.wakeup();
        }
        paced.gathered(completions.size());
    }

    /**
     * The producer is gone and with it the knowledge of what counts: every lane is read anew, with
     * what is in memory.
     */
    private void recover(List<AttemptFlow.Item> batch, Exception cause) {
        log.warn(
                "a transaction of {} decisions was lost; {} lanes are read anew",
                batch.size(),
                lanes.size(),
                cause);
        flow.lost(batch);
        rereading.putAll(lanes);
        lanes.clear();
        consumer.pause(rereading.keySet());
        lost = true;
    }

    /**
     * While the broker is away the loop goes on polling, and tries for a new producer each turn;
     * what is in memory stays.
     */
    private boolean isRecovered() {
        if (!lost) {
            return true;
        }
        try {
            producer.close(Duration.ZERO);
            producer = newProducer(Duration.ZERO);
        } catch (KafkaException e) {
            log.warn("no transactional producer yet", e);
            return false;
        }
        transaction = new KafkaTransaction(producer);
        lost = false;
        close(rereading.keySet());
        return true;
    }

    private void close(Collection<TopicPartition> partitions) {
        consumer.pause(partitions);
        // A position of our own keeps poll() from fetching the committed one, which would stall all
        // lanes while it is unstable.
        partitions.forEach(partition -> consumer.seek(partition, 0L));
        takeover.ask(partitions);
        cancelsKnown = wiring.cancelsKnown().get();
    }

    private void drain(Collection<TopicPartition> partitions) {
        var going = new ArrayList<AttemptLane>();
        partitions.forEach(
                partition -> {
                    var lane = lanes.get(partition);
                    if (lane != null) {
                        lane.drain();
                        going.add(lane);
                    }
                });
        settle(going);
        var until = System.nanoTime() + REVOKE_DRAIN.toNanos();
        while (going.stream().anyMatch(AttemptLane::awaitsCalls) && System.nanoTime() < until) {
            awaitCompletion(until - System.nanoTime());
            paced.rest(completions::size);
            takeCompletions();
            settleOnce(lanes.values());
        }
        settle(going);
    }

    private void awaitCompletion(long nanos) {
        try {
            var done = completions.poll(nanos, TimeUnit.NANOSECONDS);
            if (done != null) {
                take(done);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while calls are open", e);
        }
    }

    private void forget(Collection<TopicPartition> partitions) {
        takeover.forget(partitions);
        for (var partition : partitions) {
            Stream.of(lanes, rereading)
                    .map(of -> of.remove(partition))
                    .filter(Objects::nonNull)
                    .forEach(flow::gone);
            committedOffsets.remove(partition);
            wiring.started().remove(partition);
        }
    }

    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            close(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            drain(partitions);
            forget(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            forget(partitions);
        }
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    /** Leaves the group, which drains the lanes, and ends the clients. */
    @Override
    public void close() {
        try {
            consumer.close();
        } finally {
            wiring.advice().gate().forgetUnstarted();
            producer.close(Duration.ZERO);
            admin.close(Duration.ZERO);
        }
    }
}
