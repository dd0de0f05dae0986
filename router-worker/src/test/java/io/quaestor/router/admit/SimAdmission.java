package io.quaestor.router.admit;

import io.quaestor.event.AcceptedJob;
import io.quaestor.event.LaneTaken;
import io.quaestor.event.ReturnedJob;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.Stage;
import io.quaestor.router.FakePoison;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.govern.Governance;
import io.quaestor.router.job.Envelope;
import io.quaestor.router.route.CatalogPrices;
import io.quaestor.router.simulation.SimBroker;
import io.quaestor.router.simulation.SimBroker.End;
import io.quaestor.router.simulation.SimBroker.Partition;
import io.quaestor.router.simulation.SimCluster;
import io.quaestor.router.simulation.SimProcess;
import io.quaestor.router.track.OffsetTracker;
import io.quaestor.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The admission of one worker, driven as {@link KafkaAdmissionLoop} drives it, step by step. A lost
 * transaction ends it: its successor takes the lanes again.
 */
public final class SimAdmission {
    private static final Duration TICK = Duration.ofSeconds(1);

    private final String writer;
    private final SimCluster cluster;
    private final SimProcess process;
    private final Collection<String> providers;
    private final Envelope envelope;
    private final AdmissionFlow flow;
    private final Admission admission;
    private final Set<Integer> asked = new LinkedHashSet<>();
    private final Map<Integer, AdmissionLane> opening = new LinkedHashMap<>();
    private final Map<Integer, AdmissionLane> lanes = new LinkedHashMap<>();
    private final Map<Partition, Long> positions = new HashMap<>();

    /** To be read before a lane opens. */
    private final Map<Partition, Long> queueEnds = new HashMap<>();

    private Instant lastTick = Instant.EPOCH;

    /** So many cancellations are to be known before a lane opens. */
    private int cancelsNeeded;

    private boolean broken;

    public SimAdmission(
            String writer, SimCluster cluster, SimProcess process, SampleCatalog catalog) {
        this.writer = writer;
        this.cluster = cluster;
        this.process = process;
        this.envelope = new Envelope(Stage.ADMISSION, writer);
        this.flow =
                new AdmissionFlow(
                        cluster.limits(),
                        new AdmissionAdvice(
                                process.availability(), process.cancellations(), new FakePoison()));
        var snapshot = catalog.snapshot();
        this.providers = snapshot.providers().keySet();
        this.admission =
                new Admission(
                        Governance.standard(),
                        envelope,
                        process.availability(),
                        snapshot,
                        CatalogPrices.of(snapshot).book());
        cluster.broker().fence(writer);
    }

    /** Whether a transaction of it was lost. */
    public boolean isBroken() {
        return broken;
    }

    public void turn() {
        takeLanes();
        if (broken) {
            return;
        }
        if (process.knowsCancels(cancelsNeeded)) {
            open();
        }
        for (var lane : lanes.values()) {
            read(lane, Applicant.Source.RETURNED);
            read(lane, Applicant.Source.ACCEPTED);
            noteStarts(lane);
            readAgain(lane);
        }
        decide();
        lanes.values().forEach(lane -> lane.contents().shrinkTo(cluster.some(20_000)));
    }

    private void open() {
        for (var lane : List.copyOf(opening.values())) {
            if (providers.stream().allMatch(provider -> isReadable(queue(lane, provider)))) {
                opening.remove(lane.lane());
                providers.forEach(provider -> countQueue(lane, provider));
                lanes.put(lane.lane(), lane);
            }
        }
    }

    private boolean isReadable(Partition queue) {
        return cluster.broker().stableEnd(queue) >= queueEnds.getOrDefault(queue, 0L);
    }

    private static Partition queue(AdmissionLane lane, String provider) {
        return new Partition(Topics.jobs(provider), lane.lane());
    }

    private void takeLanes() {
        for (int number : List.copyOf(asked)) {
            var accepted = at(Applicant.Source.ACCEPTED, number);
            var returned = at(Applicant.Source.RETURNED, number);
            if (cluster.broker().isStable(accepted) && cluster.broker().isStable(returned)) {
                asked.remove(number);
                take(
                        new AdmissionLane(
                                number,
                                cluster.broker().tracker(accepted),
                                cluster.broker().tracker(returned)));
            }
        }
    }

    /** Announced in the journal, fenced like an admission; everything else is read behind that. */
    private void take(AdmissionLane lane) {
        var transaction = cluster.broker().begin(cluster.now());
        var event = new LaneTaken("nonce", writer, lane.tracker(accepted()).sequence());
        transaction.send(
                new Partition(Topics.JOURNAL, lane.lane()),
                envelope.ofLane(lane.lane(), "nonce", cluster.now(), event));
        commits(transaction, List.of(lane));
        var end = cluster.end(this, writer, transaction);
        if (end != End.COMMITTED) {
            broken = true;
            return;
        }
        cancelsNeeded = cluster.cancels().size();
        for (var source : Applicant.Source.values()) {
            var partition = at(source, lane.lane());
            positions.put(partition, lane.tracker(source).watermark());
        }
        for (var provider : providers) {
            var queue = queue(lane, provider);
            queueEnds.put(queue, cluster.broker().end(queue));
        }
        opening.put(lane.lane(), lane);
    }

    private static Applicant.Source accepted() {
        return Applicant.Source.ACCEPTED;
    }

    /** What former owners routed and nobody has started. */
    private void countQueue(AdmissionLane lane, String provider) {
        var queue = queue(lane, provider);
        long from = OffsetTracker.outline(cluster.broker().mark(queue)).startedUpTo();
        long to = queueEnds.getOrDefault(queue, 0L);
        for (var record : cluster.broker().read(queue, from, to)) {
            var job = (RoutedJob) record.value();
            lane.credit(provider).routed(record.offset(), job.getJob().getInputBytes());
        }
    }

    private void read(AdmissionLane lane, Applicant.Source source) {
        var partition = at(source, lane.lane());
        long from = positions.getOrDefault(partition, 0L);
        if (!lane.tracker(source).fits(lane.tracker(source).next())) {
            return;
        }
        long to = Math.min(cluster.broker().stableEnd(partition), from + cluster.some(8));
        for (var record : cluster.broker().read(partition, from, to)) {
            switch (record.value()) {
                case AcceptedJob token -> lane.take(Applicant.of(token, record.offset()));
                case ReturnedJob token -> lane.take(Applicant.of(token, record.offset()));
                default -> throw new AssertionError("on " + partition + ": " + record);
            }
        }
        if (to > from) {
            positions.put(partition, to);
            lane.tracker(source).skippedTo(to);
        }
    }

    private void noteStarts(AdmissionLane lane) {
        for (var provider : providers) {
            var queue = queue(lane, provider);
            lane.credit(provider)
                    .startedUpTo(OffsetTracker.outline(cluster.broker().mark(queue)).startedUpTo());
        }
    }

    /** Contents set aside come back when their turn has come. */
    private void readAgain(AdmissionLane lane) {
        for (var source : Applicant.Source.values()) {
            var wanted =
                    lane.contents().recalled(source).stream()
                            .map(recalled -> recalled.applicant().offset())
                            .toList();
            for (long offset : wanted) {
                var partition = at(source, lane.lane());
                var record = cluster.broker().read(partition, offset, offset + 1).getFirst();
                lane.restore(
                        source,
                        offset,
                        record.value() instanceof AcceptedJob token
                                ? Content.of(token)
                                : Content.of((ReturnedJob) record.value()));
            }
        }
    }

    private boolean isTick() {
        if (Duration.between(lastTick, cluster.now()).compareTo(TICK) < 0) {
            return false;
        }
        lastTick = cluster.now();
        return true;
    }

    private void decide() {
        var batch = flow.next(lanes.values(), admission, isTick(), cluster.now());
        if (batch.isEmpty()) {
            return;
        }
        var touched = batch.stream().map(AdmissionFlow.Item::lane).distinct().toList();
        var transaction = cluster.broker().begin(cluster.now());
        var offsets =
                SimCluster.publish(
                        transaction, batch.stream().map(AdmissionFlow.Item::decided).toList());
        commits(transaction, touched);
        var end = cluster.end(this, writer, transaction);
        switch (end) {
            case COMMITTED -> {
                for (int i = 0; i < batch.size(); i++) {
                    noteRouted(batch.get(i), offsets.get(i));
                }
                flow.committed(batch);
            }
            case ABORTED -> flow.aborted(batch, -1, false, cluster.now());
            case LOST_COMMITTED, LOST_ABORTED, LOST_OPEN -> broken = true;
        }
    }

    private static void noteRouted(AdmissionFlow.Item item, long offset) {
        item.provider()
                .ifPresent(
                        provider ->
                                item.lane()
                                        .credit(provider)
                                        .routed(offset, item.applicant().content().bytes()));
    }

    private static void commits(
            SimBroker.Transaction transaction, Collection<AdmissionLane> touched) {
        for (var lane : touched) {
            for (var source : Applicant.Source.values()) {
                transaction.commits(at(source, lane.lane()), lane.tracker(source).mark());
            }
        }
    }

    private static Partition at(Applicant.Source source, int lane) {
        return new Partition(LaneMarks.partition(source, lane).topic(), lane);
    }

    public void assigned(int lane) {
        asked.add(lane);
    }

    /** The lane goes, told or found out. */
    public void gone(int lane) {
        asked.remove(lane);
        opening.remove(lane);
        lanes.remove(lane);
    }
}
