package io.quaestor.router.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.AcceptedJob;
import io.quaestor.event.CancelRequested;
import io.quaestor.event.FallbackPolicy;
import io.quaestor.event.Job;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.UnknownOutcomePolicy;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.Samples;
import io.quaestor.router.lag.InFlightCaps;
import io.quaestor.router.lag.LagLimits;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.shape.Shape;
import io.quaestor.router.simulation.SimBroker.End;
import io.quaestor.router.simulation.SimBroker.Partition;
import io.quaestor.router.simulation.SimProvider.Mood;
import io.quaestor.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * One run of a small cluster: jobs come and some are cancelled, two or three workers take turns,
 * transactions end in every way, workers die, stand still and come back, lanes move, providers
 * answer or go out of service. In the end everything works, and nothing may be missing.
 */
final class Schedule implements SimCluster {
    static final int MAX_REPAIRS = 2;

    /** Jobs of one lane that may lie on one provider's queue, not started. */
    static final int LIMIT = 3;

    /** Calls to one provider that a worker may have open. */
    private static final int CAP = 2;

    private static final int STEPS = 120;
    private static final int STEPS_TO_FINISH = 3_000;
    private static final List<Integer> LANES = List.of(1, 2);
    static final List<String> PROVIDERS = List.of("p", "q");
    private static final Duration SESSION = Duration.ofSeconds(6);

    /**
     * By then a job that has a healthy route is through: behind a circuit's longest pause, a lost
     * probe and the longest backoff.
     */
    private static final Duration SOON = Duration.ofMinutes(4);

    /** A dozen jobs are through by then when nothing is in their way. */
    private static final Duration WHILE_WELL = Duration.ofSeconds(50);

    /** Of an open circuit; then it takes probes. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private static final Duration LONG_ENOUGH_TO_OPEN = Duration.ofSeconds(40);

    static final SampleCatalog CATALOG =
            SampleCatalog.empty()
                    .provider("p", 8, 8)
                    .provider("q", 8, 8)
                    .changeProvider("q", entry -> entry.setRequestsPerMinute(120))
                    .model("m", "p")
                    .model("n", "q")
                    .alias("one", "m@p")
                    .alias("other", "n@q")
                    .alias("both", "m@p", "n@q")
                    .department("a", 1, "one", "other", "both")
                    .department("b", 2, "one", "other", "both");

    private record Call(SimProcess of, RoutedJob job, CompletableFuture<ProviderReply> reply) {}

    private final SplittableRandom random;
    private final Witness witness = new Witness();
    private final SimBroker broker = new SimBroker(witness);
    private final SimGroup group;
    private final Map<String, Mood> moods = new HashMap<>();
    private final List<Job> jobs = new ArrayList<>();
    private final List<CancelRequested> cancels = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private Instant now = Samples.NOW;
    private boolean calm;

    Schedule(SplittableRandom random) {
        this.random = random;
        this.group = new SimGroup(random, this);
        PROVIDERS.forEach(provider -> moods.put(provider, Mood.ERRATIC));
        witness.watch(broker);
    }

    Witness run() {
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            group.start("w" + i);
        }
        for (var provider : PROVIDERS) {
            for (int lane : LANES) {
                group.assign(new Partition(Topics.jobs(provider), lane));
            }
        }
        LANES.forEach(group::assignLane);
        for (int i = 0; i < STEPS; i++) {
            act();
        }
        calmDown();
        if (random.nextInt(4) == 0) {
            outage();
        }
        finish();
        witness.checkEnd(group::isAlive);
        return witness;
    }

    private void act() {
        group.endSessions();
        switch (random.nextInt(44)) {
            case 0, 1, 2, 3, 4 -> submit();
            case 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 -> group.turn(group.anyAwake());
            case 16, 17, 18, 19, 20, 21, 22, 23, 24, 25 -> group.admit(group.anyAwake());
            case 26, 27, 28, 29, 30, 31 -> reply();
            case 32, 33 -> pass(Duration.ofMillis(random.nextInt(20_000)));
            case 34 -> group.moveQueue();
            case 35 -> group.moveLane();
            case 36 -> fallAsleep(group.anyAwake());
            case 37 -> group.kill(() -> pass(SESSION));
            case 38 -> changeMood();
            case 39 -> cancel();
            case 40, 41 -> readCancels();
            default -> pass(Duration.ofMillis(random.nextInt(500)));
        }
    }

    private void submit() {
        for (int i = random.nextInt(3); i >= 0; i--) {
            int kind = random.nextInt(8);
            submit(kind < 4 ? "both" : kind < 7 ? "one" : "other", anyDeadline());
        }
    }

    private Instant anyDeadline() {
        return now.plusSeconds(1 + random.nextInt(random.nextBoolean() ? 60 : 3_600));
    }

    private void submit(String alias, Instant deadline) {
        int number = jobs.size();
        int lane = LANES.get(random.nextInt(LANES.size()));
        var request = Samples.request("r" + number);
        request.setDepartment(lane == 1 ? "a" : "b");
        request.setModel(alias);
        vary(request);
        var job = Samples.job(request, number);
        job.setDeadline(deadline);
        jobs.add(job);
        var transaction = broker.begin(now);
        transaction.send(new Partition(Topics.ACCEPTED, lane), new AcceptedJob(lane, job, 1));
        broker.end("ingest", transaction, End.COMMITTED);
    }

    private void vary(LlmRequest request) {
        if (random.nextInt(3) == 0) {
            request.setResponseFormat(
                    new ResponseFormat(ResponseKind.JSON_OBJECT, "", null, true, MAX_REPAIRS));
        }
        if (random.nextInt(4) == 0) {
            request.setUnknownOutcome(UnknownOutcomePolicy.FAIL_UNKNOWN);
        }
        if (random.nextInt(4) == 0) {
            request.setFallback(
                    FallbackPolicy.newBuilder()
                            .setOnPossiblyBilled(random.nextBoolean())
                            .setRejectWhenUnavailable(random.nextInt(4) == 0)
                            .build());
        }
    }

    /** Of a job in any state; sometimes of a run before it, which is not meant. */
    private void cancel() {
        if (jobs.isEmpty()) {
            return;
        }
        var job =
                calls.isEmpty() || random.nextInt(3) > 0
                        ? jobs.get(random.nextInt(jobs.size()))
                        : calls.get(random.nextInt(calls.size())).job().getJob();
        boolean meant = random.nextInt(6) > 0;
        cancels.add(
                CancelRequested.newBuilder()
                        .setLane(LANES.getFirst())
                        .setJobId(job.getJobId())
                        .setDepartment(job.getRequest().getDepartment())
                        .setRequestId(job.getRequest().getRequestId())
                        .setRequestedAt(now)
                        .setRun(meant ? job.getRun() : job.getRun() - 1)
                        .build());
        if (meant) {
            witness.cancelled(job);
        }
    }

    /** Beside the loops: also while one of them stands still. */
    private void readCancels() {
        var processes = group.processes();
        processes.get(random.nextInt(processes.size())).readCancels(1 + random.nextInt(3));
    }

    private void changeMood() {
        var provider = PROVIDERS.get(random.nextInt(PROVIDERS.size()));
        moods.put(provider, random.nextInt(3) == 0 ? Mood.ERRATIC : Mood.DOWN);
    }

    private void reply() {
        if (calls.isEmpty()) {
            return;
        }
        var call = calls.remove(random.nextInt(calls.size()));
        var mood = moods.getOrDefault(call.job().getRoute().getProvider(), Mood.WELL);
        var reply = SimProvider.reply(mood, random);
        witness.replied(call.job(), reply, call.of());
        // The answer to a dead worker reaches nobody.
        if (group.isAlive(call.of())) {
            call.reply().complete(reply);
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
        broker.timeOut(now);
        group.endSessions();
    }

    private void fallAsleep(SimWorker worker) {
        if (group.maySleep(worker)) {
            group.sleep(worker);
        }
    }

    /** Inside its turn, while the others go on. */
    private void standStill(SimWorker worker) {
        group.sleep(worker);
        worker.inTurn = true;
        if (random.nextBoolean()) {
            pass(group.untilMissed(worker));
        }
        for (int i = random.nextInt(12); i > 0 && now.isBefore(worker.asleepUntil); i--) {
            act();
        }
        if (now.isBefore(worker.asleepUntil)) {
            pass(Duration.between(now, worker.asleepUntil));
        }
        worker.inTurn = false;
    }

    private boolean standsStill(SimWorker worker) {
        return !calm && random.nextInt(12) == 0 && group.maySleep(worker);
    }

    @Override
    public End end(Object member, String writer, SimBroker.Transaction transaction) {
        var worker = group.worker(member);
        boolean fenced = group.isFenced(member, transaction.moves());
        if (!fenced && standsStill(worker)) {
            boolean taken = random.nextBoolean();
            broker.leave(writer, transaction, taken);
            standStill(worker);
            if (!broker.resume(writer, transaction)) {
                return End.LOST_ABORTED;
            }
            // What the group took from an owner is committed, though its lanes are others' by now.
            fenced = !taken && group.isFenced(member, transaction.moves());
        }
        // A commit takes its time, and what follows it comes later.
        now = now.plusMillis(random.nextInt(400));
        var end = fenced ? refusal() : fate();
        broker.end(writer, transaction, end);
        if (end == End.COMMITTED && standsStill(worker)) {
            standStill(worker);
        }
        return end;
    }

    private End refusal() {
        return random.nextBoolean() ? End.ABORTED : End.LOST_ABORTED;
    }

    private End fate() {
        return switch (calm ? 9 : random.nextInt(12)) {
            case 0 -> End.ABORTED;
            case 1 -> End.LOST_ABORTED;
            case 2 -> End.LOST_COMMITTED;
            case 3 -> End.LOST_OPEN;
            default -> End.COMMITTED;
        };
    }

    /** From here on workers and transactions do what they should. */
    private void calmDown() {
        calm = true;
        group.wakeAll();
        group.processes().forEach(process -> process.readCancels(cancels.size()));
        witness.everybodyKnowsCancels();
        PROVIDERS.forEach(provider -> moods.put(provider, Mood.ERRATIC));
    }

    /**
     * One provider fails, the other is well: who may go there is through soon. Then both are well,
     * and everybody is.
     */
    private void outage() {
        var failing = PROVIDERS.get(random.nextInt(PROVIDERS.size()));
        var only = failing.equals("p") ? "one" : "other";
        PROVIDERS.forEach(provider -> moods.put(provider, Mood.BUSY));
        moods.put(failing, Mood.DOWN);
        for (int i = random.nextInt(24); i >= 0; i--) {
            submit(random.nextBoolean() ? "both" : only, late());
        }
        roundsUntil(now.plus(LONG_ENOUGH_TO_OPEN), () -> false);
        if (random.nextBoolean()) {
            calm = false;
            for (int i = 0; i < STEPS / 2; i++) {
                act();
            }
            calmDown();
            PROVIDERS.forEach(provider -> moods.put(provider, Mood.BUSY));
            moods.put(failing, Mood.DOWN);
        }
        var other = failing.equals("p") ? "q" : "p";
        roundsUntil(now.plus(SOON), () -> witness.unansweredThatMayGoTo(other).isEmpty());
        assertThat(witness.unansweredThatMayGoTo(other))
                .as("jobs with another route are through meanwhile")
                .isEmpty();
        PROVIDERS.forEach(provider -> moods.put(provider, Mood.WELL));
        roundsUntil(now.plus(SOON), this::isOver);
        assertThat(witness.unanswered()).as("through after the outage").isEmpty();
        pass(LONGEST_PAUSE);
        for (int i = 0; i < 12; i++) {
            submit(only, late());
        }
        roundsUntil(now.plus(WHILE_WELL), this::isOver);
        assertThat(witness.unanswered()).as("at full pace again").isEmpty();
    }

    private void roundsUntil(Instant end, BooleanSupplier isOver) {
        while (now.isBefore(end) && !isOver.getAsBoolean()) {
            round(1_500);
        }
    }

    private Instant late() {
        return now.plusSeconds(3_600);
    }

    private void round(int mostMillis) {
        group.awake().forEach(group::turn);
        group.awake().forEach(group::admit);
        reply();
        pass(Duration.ofMillis(random.nextInt(mostMillis)));
    }

    private boolean isOver() {
        return witness.isOver() && calls.isEmpty();
    }

    private void finish() {
        for (int i = 0; i < STEPS_TO_FINISH && !isOver(); i++) {
            round(6_000);
        }
        assertThat(witness.isOver()).as("comes to an end").isTrue();
        for (int i = 0; i < 20; i++) {
            group.awake().forEach(group::turn);
            pass(SESSION);
        }
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
        return calm;
    }

    @Override
    public LagLimits limits() {
        return (_, waiting, _) -> {
            var shares = new HashMap<Integer, LagLimits.Share>();
            waiting.keySet()
                    .forEach(lane -> shares.put(lane, new LagLimits.Share(LIMIT, 1_000_000)));
            return shares;
        };
    }

    @Override
    public InFlightCaps caps() {
        return (_, _) -> CAP;
    }

    @Override
    public int some(int most) {
        return calm ? most : random.nextInt(most + 1);
    }

    @Override
    public double jitter() {
        return random.nextDouble();
    }

    @Override
    public List<CancelRequested> cancels() {
        return cancels;
    }

    @Override
    public CompletionStage<ProviderReply> call(SimProcess caller, RoutedJob job) {
        witness.called(job, caller, now);
        var reply = new CompletableFuture<ProviderReply>();
        calls.add(new Call(caller, job, reply));
        return reply;
    }

    @Override
    public Shape shape(RoutedJob job, ProviderReply reply) {
        return SimProvider.shape(job, reply, random);
    }
}
