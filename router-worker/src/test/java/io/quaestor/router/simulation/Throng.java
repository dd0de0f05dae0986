package io.quaestor.router.simulation;

import io.quaestor.event.AcceptedJob;
import io.quaestor.event.CancelRequested;
import io.quaestor.event.RoutedJob;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.Samples;
import io.quaestor.router.lag.InFlightCaps;
import io.quaestor.router.lag.KafkaLagGauge;
import io.quaestor.router.lag.LagLimits;
import io.quaestor.router.lag.LagView;
import io.quaestor.router.lag.ProviderCaps;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.shape.Shape;
import io.quaestor.router.simulation.SimBroker.End;
import io.quaestor.router.simulation.SimBroker.Partition;
import io.quaestor.router.track.OffsetTracker;
import io.quaestor.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Many jobs of many departments for few places: workers that share out a provider's limits by what
 * they see of each other, in virtual time. Nothing fails; the latency of a call follows from its
 * job alone, so that two runs can be compared.
 */
final class Throng implements SimCluster {
    /** From one turn of every worker to the next. */
    static final Duration STEP = Duration.ofMillis(20);

    /** The first so many are used: the others are idle, and cost time. */
    private static final int LANES = 6;

    /** Of ingest's transactions. */
    private static final int MOST_AT_ONCE = 100;

    /** Of providers that never answer. */
    static final Duration NEVER = Duration.ofDays(1);

    /** A call that began; the alias names what its job asked for. */
    record Start(Instant at, String department, String provider, String requestId) {}

    private record Call(Instant endsAt, RoutedJob job, CompletableFuture<ProviderReply> reply) {}

    private final SplittableRandom random;
    private final SimBroker broker = new SimBroker((_, _, _) -> {});
    private final List<SimWorker> workers = new ArrayList<>();
    private final PriorityQueue<Call> calls =
            new PriorityQueue<>(Comparator.comparing(Call::endsAt));
    private final Map<String, Integer> inFlight = new HashMap<>();
    private final Map<String, Duration> latencies = new HashMap<>();
    private final Map<String, Integer> lanes = new HashMap<>();
    private final Set<String> providers;
    private final ProviderCaps caps;
    private LagView view = LagView.EMPTY;
    private Instant lookedAt = Instant.MIN;
    private Instant now = Samples.NOW;
    private long jobs;

    final List<Start> starts = new ArrayList<>();

    /**
     * @param random of ties only
     */
    Throng(SampleCatalog catalog, int workerCount, SplittableRandom random) {
        this.random = random;
        var snapshot = catalog.snapshot();
        this.providers = snapshot.providers().keySet();
        snapshot.departments().forEach((name, entry) -> lanes.put(name, entry.getLane()));
        this.caps = new ProviderCaps(() -> snapshot, () -> view);
        for (int i = 0; i < workerCount; i++) {
            workers.add(new SimWorker("w" + i, this, catalog));
        }
        for (int lane = 0; lane < LANES; lane++) {
            workers.get(lane % workerCount).admission.assigned(lane);
            // The two groups assign their lanes for themselves.
            for (var provider : providers) {
                var queue = new Partition(Topics.jobs(provider), lane);
                workers.get((lane + 1) % workerCount).attempts.assigned(queue);
            }
        }
    }

    /** Calls to the provider take half to one and a half of this. */
    void latency(String provider, Duration mean) {
        latencies.put(provider, mean);
    }

    /** The department asks for so many. */
    void submit(String department, String alias, int number) {
        for (int sent = 0; sent < number; ) {
            var transaction = broker.begin(now);
            for (int i = 0; i < MOST_AT_ONCE && sent < number; i++, sent++) {
                send(transaction, department, alias, alias + sent, 0);
            }
            broker.end("ingest", transaction, End.COMMITTED);
        }
    }

    void submit(String department, String alias, String requestId, int priority) {
        var transaction = broker.begin(now);
        send(transaction, department, alias, requestId, priority);
        broker.end("ingest", transaction, End.COMMITTED);
    }

    private void send(
            SimBroker.Transaction transaction,
            String department,
            String alias,
            String requestId,
            int priority) {
        var request = Samples.request(requestId);
        request.setDepartment(department);
        request.setModel(alias);
        request.setPriority(priority);
        var job = Samples.job(request, jobs++);
        int lane = lanes.getOrDefault(department, 0);
        transaction.send(new Partition(Topics.ACCEPTED, lane), new AcceptedJob(lane, job, 1));
    }

    void run(Duration time) {
        var end = now.plus(time);
        runUntil(() -> !now.isBefore(end));
    }

    void runUntil(BooleanSupplier isOver) {
        while (!isOver.getAsBoolean()) {
            step();
        }
    }

    private void step() {
        now = now.plus(STEP);
        while (!calls.isEmpty() && !calls.peek().endsAt().isAfter(now)) {
            var ended = calls.remove();
            inFlight.merge(ended.job().getRoute().getProvider(), -1, Integer::sum);
            ended.reply().complete(SimProvider.reply(SimProvider.Mood.WELL, random));
        }
        if (lookedAt.plus(KafkaLagGauge.REFRESH).isBefore(now)) {
            lookedAt = now;
            look();
        }
        workers.forEach(worker -> worker.attempts.turn());
        workers.forEach(worker -> worker.admission.turn());
    }

    private void look() {
        var seen = new HashMap<TopicPartition, LagView.LaneLag>();
        for (var provider : providers) {
            for (int lane = 0; lane < LANES; lane++) {
                var queue = new Partition(Topics.jobs(provider), lane);
                var mark = broker.mark(queue);
                var outline = OffsetTracker.outline(mark);
                seen.put(
                        new TopicPartition(queue.topic(), lane),
                        new LagView.LaneLag(
                                mark.offset(),
                                outline.startedUpTo(),
                                broker.end(queue),
                                outline.inFlight(),
                                outline.weight()));
            }
        }
        view = new LagView(seen);
    }

    int inFlight(String provider) {
        return inFlight.getOrDefault(provider, 0);
    }

    long started(Predicate<Start> which) {
        return starts.stream().filter(which).count();
    }

    @Override
    public CompletionStage<ProviderReply> call(SimProcess caller, RoutedJob job) {
        var provider = job.getRoute().getProvider();
        var request = job.getJob().getRequest();
        starts.add(new Start(now, request.getDepartment(), provider, request.getRequestId()));
        inFlight.merge(provider, 1, Integer::sum);
        var reply = new CompletableFuture<ProviderReply>();
        calls.add(new Call(now.plus(latency(job)), job, reply));
        return reply;
    }

    private Duration latency(RoutedJob job) {
        var mean = latencies.getOrDefault(job.getRoute().getProvider(), Duration.ofSeconds(1));
        double ofJob = new SplittableRandom(job.getJob().getJobId().hashCode()).nextDouble();
        return Duration.ofMillis((long) (mean.toMillis() * (0.5 + ofJob)));
    }

    @Override
    public SimBroker broker() {
        return broker;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public boolean isCalm() {
        return true;
    }

    @Override
    public End end(Object member, String writer, SimBroker.Transaction transaction) {
        broker.end(writer, transaction, End.COMMITTED);
        return End.COMMITTED;
    }

    @Override
    public LagLimits limits() {
        return caps;
    }

    @Override
    public InFlightCaps caps() {
        return caps;
    }

    /** A poll brings hundreds of records, and memory holds whatever is read ahead. */
    @Override
    public int some(int most) {
        return most < 1_000 ? 500 : Integer.MAX_VALUE;
    }

    @Override
    public double jitter() {
        return random.nextDouble();
    }

    @Override
    public List<CancelRequested> cancels() {
        return List.of();
    }

    @Override
    public Shape shape(RoutedJob job, ProviderReply reply) {
        return Shape.NOT_ASKED;
    }
}
