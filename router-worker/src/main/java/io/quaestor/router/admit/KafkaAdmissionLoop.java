package io.quaestor.router.admit;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.AcceptedJob;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LaneTaken;
import io.quaestor.event.Stage;
import io.quaestor.router.job.Publication;
import io.quaestor.router.pace.PacedTransactions;
import io.quaestor.router.route.CatalogPrices;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.Groups;
import io.quaestor.wire.KafkaTransaction;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.LoopBody;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admission's edge: one thread reads ahead on the lanes this worker owns and commits what {@link
 * AdmissionFlow} decides.
 *
 * <p>A lane opens when its former owners' transactions are decided, {@code LaneTaken} is in the
 * journal, and its budgets and the unstarted part of its queues are read. A lost transaction ends
 * the body: nothing here happens outside Kafka, so the lanes are simply taken again.
 */
public final class KafkaAdmissionLoop implements LoopBody {
    private static final Logger log = LoggerFactory.getLogger(KafkaAdmissionLoop.class);

    /**
     * Admission also looks at returned jobs, budgets and queues, which do not wake a poll of {@code
     * accepted}.
     */
    private static final Duration POLL = Duration.ofMillis(20);

    /** A broker that has just started creates its transaction log first. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(20);

    private static final Duration TICK = Duration.ofSeconds(1);

    /** Content of waiting jobs kept in memory by one worker; the rest is read again in its turn. */
    private static final long MAX_CONTENT_BYTES = 32L * 1024 * 1024;

    /**
     * Waiting jobs that one worker knows, with or without their content: about 1.5 KB each without.
     */
    private static final int MAX_WAITING = 40_000;

    private final AdmissionWiring wiring;
    private final AdmissionFlow flow;
    private final Admin admin;
    private final LaneTaking taking;
    private final LaneReader reader;
    private final KafkaContentReader contents;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaTransaction transaction;
    private final RecordDecoder<AcceptedJob> decoder;

    private final Map<Integer, AdmissionLane> opening = new LinkedHashMap<>();
    private final Map<Integer, AdmissionLane> lanes = new LinkedHashMap<>();
    private final LaneMarks marks = new LaneMarks();

    /** Every cancellation from before the last lanes were taken is known. */
    private CompletableFuture<Void> cancelsKnown = CompletableFuture.completedFuture(null);

    private final PacedTransactions paced;
    private Admission admission;
    private CatalogSnapshot catalog;
    private Instant lastTick = Instant.EPOCH;

    /** The last transaction may have left somebody who can go now. */
    private boolean more;

    private record Doubts(
            CompletableFuture<CatalogSnapshot> caughtUp,
            Map<AdmissionLane, List<Applicant>> applicants) {}

    private @Nullable Doubts doubts;

    public KafkaAdmissionLoop(AdmissionWiring wiring) {
        this.wiring = wiring;
        this.flow = new AdmissionFlow(wiring.limits(), wiring.advice());
        this.paced = new PacedTransactions(wiring.meters());
        this.decoder = RecordDecoder.of(wiring.registry(), AcceptedJob.class);
        this.catalog = wiring.catalog().snapshot();
        this.admission = admission();
        this.admin =
                Admin.create(ClientDefaults.admin(wiring.kafka(), wiring.clientId() + "-admin"));
        this.taking = new LaneTaking(wiring, admin);
        this.producer =
                TransactionalProducers.open(wiring.kafka(), wiring.clientId(), START_PATIENCE);
        this.transaction = new KafkaTransaction(producer);
        this.reader = new LaneReader(wiring);
        this.contents = new KafkaContentReader(wiring);
        this.consumer =
                new KafkaConsumer<>(
                        ClientDefaults.member(wiring.kafka(), wiring.clientId(), Groups.ADMISSION));
        consumer.subscribe(Set.of(Topics.ACCEPTED), new Rebalance());
    }

    private Admission admission() {
        // Prices of this very version: the worker's own may be of the one before for a moment.
        return new Admission(
                wiring.governance(),
                wiring.envelope(),
                wiring.advice().availability(),
                catalog,
                CatalogPrices.of(catalog).book());
    }

    @Override
    public void turn() {
        // No number of jobs in hand ends the rest: who can go is known only when it is over.
        paced.rest(() -> 0);
        read();
        reader.read();
        takeLanes();
        openLanes();
        refreshCatalog();
        noteStarts();
        contents.read(lanes.values(), contentShare());
        boolean tick = isTick();
        more = decide(tick);
        if (tick) {
            tidy();
            wiring.waits().put(Stage.ADMISSION, flow.waits(lanes.values()));
        }
        boundMemory();
        boundReading();
    }

    private void read() {
        var records = consumer.poll(more ? Duration.ZERO : POLL);
        for (var partition : records.partitions()) {
            var lane = known(partition.partition());
            lane.ifPresent(to -> take(to, partition, records.records(partition)));
        }
        records.nextOffsets()
                .forEach(
                        (partition, next) -> {
                            // After a seek back the position lies before what was skipped to.
                            if (consumer.position(partition) == next.offset()) {
                                known(partition.partition())
                                        .ifPresent(
                                                lane ->
                                                        lane.tracker(Applicant.Source.ACCEPTED)
                                                                .skippedTo(next.offset()));
                            }
                        });
    }

    private Optional<AdmissionLane> known(int lane) {
        return Optional.ofNullable(lanes.getOrDefault(lane, opening.get(lane)));
    }

    private void take(
            AdmissionLane lane,
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records) {
        for (var record : records) {
            try {
                lane.take(Applicant.of(decoder.decode(record), record.offset()));
            } catch (UndecodableRecordException e) {
                wiring.deadLetters().accept(record, e);
                lane.skip(Applicant.Source.ACCEPTED, record.offset());
            } catch (RegistryUnavailableException e) {
                log.warn("{} waits for the registry", partition, e);
                consumer.seek(partition, record.offset());
                return;
            }
        }
    }

    /**
     * Lanes whose standing is known are taken: in the journal, fenced like an admission, and with
     * everything else read behind it.
     */
    private void takeLanes() {
        var taken = taking.next();
        if (!taken.lanes().isEmpty()) {
            announce(taken.lanes());
            cancelsKnown = wiring.cancelsKnown().get();
            reader.add(taken.lanes(), taken.queues());
            taken.lanes().forEach(lane -> opening.put(lane.lane(), lane));
            startReading(taken.lanes());
        }
    }

    private void announce(List<AdmissionLane> taken) {
        var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
        for (var lane : taken) {
            var event = laneTaken(lane);
            records.add(
                    Lanes.record(
                            Topics.JOURNAL,
                            lane.lane(),
                            event.getSubject(),
                            wiring.encoder().encode(Topics.JOURNAL, event)));
        }
        var result =
                transaction.run(
                        KafkaTransaction.Content.of(records, LaneMarks.of(taken)),
                        consumer.groupMetadata());
        if (!(result instanceof TransactionResult.Committed)) {
            throw new IllegalStateException("lanes could not be taken: " + result);
        }
    }

    private JournalEvent laneTaken(AdmissionLane lane) {
        var nonce = UUID.randomUUID().toString();
        var last = lane.tracker(Applicant.Source.ACCEPTED).sequence();
        var event = new LaneTaken(nonce, wiring.envelope().instance(), last);
        return wiring.envelope().ofLane(lane.lane(), nonce, wiring.clock().instant(), event);
    }

    private void startReading(List<AdmissionLane> taken) {
        for (var lane : taken) {
            var accepted = new TopicPartition(Topics.ACCEPTED, lane.lane());
            consumer.seek(accepted, lane.tracker(Applicant.Source.ACCEPTED).watermark());
            consumer.resume(Set.of(accepted));
        }
    }

    private void openLanes() {
        if (!cancelsKnown.isDone()) {
            return;
        }
        opening.values()
                .removeIf(
                        lane -> {
                            boolean open = reader.isCaughtUp(lane);
                            if (open) {
                                lanes.put(lane.lane(), lane);
                            }
                            return open;
                        });
    }

    @SuppressWarnings("ReferenceEquality") // each complete version is a new object
    private void refreshCatalog() {
        var newest = wiring.catalog().snapshot();
        if (newest != catalog) {
            catalog = newest;
            admission = admission();
        }
        resolveDoubts();
    }

    /**
     * A name may be unknown only because the view lags: it is read to the end it has now before
     * anyone is refused for that.
     */
    private void resolveDoubts() {
        var asked = doubts;
        if (asked != null && asked.caughtUp().isDone()) {
            doubts = null;
            if (asked.caughtUp().isCompletedExceptionally()) {
                asked.applicants().forEach((lane, applicants) -> applicants.forEach(lane::doubt));
            } else {
                asked.applicants().forEach(AdmissionLane::resolveDoubts);
            }
        } else if (asked == null) {
            var applicants = new HashMap<AdmissionLane, List<Applicant>>();
            lanes.values().forEach(lane -> applicants.put(lane, lane.takeDoubts()));
            applicants.values().removeIf(List::isEmpty);
            if (!applicants.isEmpty()) {
                doubts = new Doubts(wiring.catalog().caughtUp(), applicants);
            }
        }
    }

    private void noteStarts() {
        var view = wiring.lag().get();
        for (var provider : catalog.providers().keySet()) {
            for (var lane : lanes.values()) {
                var queue = new TopicPartition(Topics.jobs(provider), lane.lane());
                view.lane(queue)
                        .ifPresent(lag -> lane.credit(provider).startedUpTo(lag.startedUpTo()));
                wiring.started().startedUpTo(queue).ifPresent(lane.credit(provider)::startedUpTo);
            }
        }
    }

    private boolean isTick() {
        var now = wiring.clock().instant();
        if (Duration.between(lastTick, now).compareTo(TICK) < 0) {
            return false;
        }
        lastTick = now;
        return true;
    }

    private boolean decide(boolean tick) {
        var batch = flow.next(lanes.values(), admission, tick, wiring.clock().instant());
        if (batch.isEmpty()) {
            return false;
        }
        var publication = new Publication(wiring.encoder());
        for (var item : batch) {
            if (item.lane().isUndeliverable(item.applicant())) {
                publication.addUndeliverable(item.decided());
            } else {
                publication.add(item.decided());
            }
        }
        var touched = batch.stream().map(AdmissionFlow.Item::lane).distinct().toList();
        var offsets = LaneMarks.of(touched);
        var content = publication.content(offsets);
        var result =
                paced.run(batch.size(), () -> transaction.run(content, consumer.groupMetadata()));
        return switch (result) {
            case TransactionResult.Committed committed -> {
                noteRouted(batch, publication, committed.first());
                flow.committed(batch);
                marks.committed(offsets);
                yield true;
            }
            case TransactionResult.Aborted(var record, var cause) -> {
                log.warn("{} admissions are decided again", batch.size(), cause);
                yield flow.aborted(
                        batch,
                        publication.decision(record).orElse(-1),
                        cause instanceof RecordTooLargeException,
                        wiring.clock().instant());
            }
            case TransactionResult.Lost(var cause) ->
                    throw new IllegalStateException("the lanes are taken again", cause);
        };
    }

    private void noteRouted(
            List<AdmissionFlow.Item> batch,
            Publication publication,
            List<RecordMetadata> positions) {
        for (int i = 0; i < batch.size(); i++) {
            var item = batch.get(i);
            if (item.provider().isPresent()) {
                var at = publication.position(i, positions);
                item.lane()
                        .credit(item.provider().get())
                        .routed(at.offset(), item.applicant().content().bytes());
            }
        }
    }

    /**
     * Markers behind the last job are read but belong to no job; committed, an idle lane does not
     * seem to lag.
     */
    private void tidy() {
        var behind = lanes.values().stream().filter(marks::isBehind).toList();
        lanes.values().forEach(lane -> lane.budgets().forgetEndedBefore(lastTick));
        if (behind.isEmpty()) {
            return;
        }
        var offsets = LaneMarks.of(behind);
        switch (transaction.run(
                KafkaTransaction.Content.of(List.of(), offsets), consumer.groupMetadata())) {
            case TransactionResult.Committed _ -> marks.committed(offsets);
            case TransactionResult.Aborted(_, var cause) -> log.debug("tidying aborted", cause);
            case TransactionResult.Lost(var cause) ->
                    throw new IllegalStateException("the lanes are taken again", cause);
        }
    }

    private void boundMemory() {
        long share = contentShare();
        lanes.values().forEach(lane -> lane.contents().shrinkTo(share));
    }

    private long contentShare() {
        return MAX_CONTENT_BYTES / busyLanes();
    }

    private int busyLanes() {
        return Math.max(
                1,
                (int) lanes.values().stream().filter(lane -> lane.contents().size() > 0).count());
    }

    /**
     * Reading ahead ends where the metadata's bound or the lane's part of the jobs in memory does;
     * the rest waits in Kafka.
     */
    private void boundReading() {
        int share = MAX_WAITING / busyLanes();
        for (var lane : lanes.values()) {
            var tracker = lane.tracker(Applicant.Source.ACCEPTED);
            var accepted = Set.of(new TopicPartition(Topics.ACCEPTED, lane.lane()));
            if (!tracker.fits(tracker.next()) || lane.contents().size() >= share) {
                consumer.pause(accepted);
            } else {
                consumer.resume(accepted);
            }
        }
    }

    private void forget(Collection<Integer> gone) {
        taking.forget(gone);
        for (int lane : gone) {
            opening.remove(lane);
            lanes.remove(lane);
            marks.forget(lane);
        }
        reader.remove(gone);
        contents.remove(gone);
    }

    private static List<Integer> lanesOf(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).toList();
    }

    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.pause(partitions);
            // A position of our own keeps poll() from fetching the committed one, which would stall
            // all lanes while it is unstable.
            partitions.forEach(partition -> consumer.seek(partition, 0L));
            taking.assigned(lanesOf(partitions));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            forget(lanesOf(partitions));
        }
    }

    @Override
    public void wakeup() {
        // A turn waits for at most one short poll.
    }

    @Override
    public void close() {
        try {
            consumer.close();
        } finally {
            reader.close();
            contents.close();
            producer.close(Duration.ZERO);
            admin.close(Duration.ZERO);
        }
    }
}
