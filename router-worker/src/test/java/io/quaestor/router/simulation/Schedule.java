package io.quaestor.router.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.AcceptedJob;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.UnknownOutcomePolicy;
import io.quaestor.kernel.price.PriceBook;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.Samples;
import io.quaestor.router.admit.SimAdmission;
import io.quaestor.router.attempt.SimAttempts;
import io.quaestor.router.simulation.SimBroker.End;
import io.quaestor.router.simulation.SimBroker.Partition;
import io.quaestor.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One run of a small cluster: jobs come, two or three workers take turns, transactions end in every
 * way, workers die, stall and come back, lanes move, a provider answers. In the end everything
 * works, and nothing may be missing.
 */
final class Schedule implements SimCluster {
    static final int MAX_REPAIRS = 2;

    private static final int STEPS = 120;
    private static final int STEPS_TO_FINISH = 3_000;
    private static final List<Integer> LANES = List.of(1, 2);
    private static final List<String> PROVIDERS = List.of("p", "q");
    private static final Duration SESSION = Duration.ofSeconds(6);
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(5);

    static final SampleCatalog CATALOG =
            SampleCatalog.empty()
                    .provider("p", 8, 8)
                    .provider("q", 8, 8)
                    .model("m", "p")
                    .model("n", "q")
                    .alias("one", "m@p")
                    .alias("both", "m@p", "n@q")
                    .department("a", 1, "one", "both")
                    .department("b", 2, "one", "both");

    private static final PriceBook PRICES = CATALOG.prices();

    /** One process; its successor is another. */
    private static final class Worker {
        final String name;
        final SimAttempts attempts;
        SimAdmission admission;

        Worker(String name, SimAttempts attempts, SimAdmission admission) {
            this.name = name;
            this.attempts = attempts;
            this.admission = admission;
        }
    }

    private record Call(Worker of, RoutedJob job, SimReply onReply) {}

    private final SplittableRandom random;
    private final Witness witness = new Witness();
    private final SimBroker broker = new SimBroker(witness);
    private final List<Worker> workers = new ArrayList<>();

    /** Who owns a partition of the attempts, a lane of admission. */
    private final Map<Partition, Worker> queueOwners = new LinkedHashMap<>();

    private final Map<Integer, Worker> laneOwners = new LinkedHashMap<>();

    /** Former owners that were not told yet: what they commit there is refused. */
    private final Map<Partition, Set<Object>> fenced = new HashMap<>();

    /** Whose last transaction was refused. */
    private final Set<Object> refusals = new HashSet<>();

    private final List<Call> calls = new ArrayList<>();
    private Optional<Worker> atWork = Optional.empty();
    private Instant now = Samples.NOW;
    private boolean calm;
    private long jobs;
    private int started;

    Schedule(SplittableRandom random) {
        this.random = random;
        witness.watch(broker);
    }

    Witness run() {
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            start("w" + i);
        }
        for (var provider : PROVIDERS) {
            for (int lane : LANES) {
                assign(new Partition(Topics.jobs(provider), lane));
            }
        }
        LANES.forEach(this::assignLane);
        for (int i = 0; i < STEPS; i++) {
            act();
        }
        finish();
        witness.checkEnd();
        return witness;
    }

    private void start(String name) {
        var worker =
                new Worker(
                        name,
                        new SimAttempts(name + "-attempts", this, PRICES),
                        new SimAdmission(name + "-admission", this, CATALOG));
        workers.add(worker);
        started++;
    }

    private void act() {
        switch (random.nextInt(40)) {
            case 0, 1, 2, 3, 4 -> submit();
            case 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 -> turn(anyWorker());
            case 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26 -> admit(anyWorker());
            case 27, 28, 29, 30, 31 -> reply();
            case 32, 33 -> pass(Duration.ofMillis(random.nextInt(20_000)));
            case 34 -> moveQueue();
            case 35 -> moveLane();
            case 36 -> stallQueue();
            case 37 -> kill();
            default -> pass(Duration.ofMillis(random.nextInt(500)));
        }
    }

    private Worker anyWorker() {
        return workers.get(random.nextInt(workers.size()));
    }

    private void submit() {
        for (int i = random.nextInt(3); i >= 0; i--) {
            long number = jobs++;
            int lane = LANES.get(random.nextInt(LANES.size()));
            var request = Samples.request("r" + number);
            request.setDepartment(lane == 1 ? "a" : "b");
            request.setModel(random.nextBoolean() ? "one" : "both");
            if (random.nextInt(3) == 0) {
                request.setResponseFormat(
                        new ResponseFormat(ResponseKind.JSON_OBJECT, "", null, true, MAX_REPAIRS));
            }
            if (random.nextInt(4) == 0) {
                request.setUnknownOutcome(UnknownOutcomePolicy.FAIL_UNKNOWN);
            }
            var job = Samples.job(request, number);
            job.setDeadline(now.plusSeconds(1 + random.nextInt(random.nextBoolean() ? 60 : 3_600)));
            var transaction = broker.begin();
            var token = new AcceptedJob(lane, job, 1);
            transaction.send(new Partition(Topics.ACCEPTED, lane), token);
            broker.end("ingest", transaction, End.COMMITTED);
        }
    }

    private void turn(Worker worker) {
        tell(worker);
        atWork = Optional.of(worker);
        worker.attempts.turn();
    }

    private void admit(Worker worker) {
        worker.admission.turn();
        if (worker.admission.isBroken()) {
            worker.admission = new SimAdmission(worker.name + "-admission", this, CATALOG);
            laneOwners.forEach(
                    (lane, owner) -> {
                        if (owner == worker) {
                            worker.admission.assigned(lane);
                        }
                    });
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
        if (time.compareTo(TRANSACTION_TIMEOUT) > 0) {
            broker.timeOut();
        }
    }

    private void reply() {
        if (calls.isEmpty()) {
            return;
        }
        var call = calls.remove(random.nextInt(calls.size()));
        // The answer to a dead worker reaches nobody.
        if (workers.contains(call.of())) {
            SimProvider.answer(call.job(), random, call.onReply());
        }
    }

    private void moveQueue() {
        var queue = any(queueOwners.keySet());
        var owner = Objects.requireNonNull(queueOwners.get(queue));
        atWork = Optional.of(owner);
        tell(owner);
        owner.attempts.revoked(queue);
        assign(queue);
    }

    private void moveLane() {
        int lane = any(laneOwners.keySet());
        Objects.requireNonNull(laneOwners.get(lane)).admission.gone(lane);
        assignLane(lane);
    }

    /**
     * The owner does not answer for longer than its session; it learns of it later. Not while it
     * does not know whether an intent of its own counts: it would make that call when it wakes,
     * late and beside the new owner.
     */
    private void stallQueue() {
        var queue = any(queueOwners.keySet());
        var owner = Objects.requireNonNull(queueOwners.get(queue));
        if (owner.attempts.isUncertain()) {
            return;
        }
        fenced.computeIfAbsent(queue, _ -> new HashSet<>()).add(owner.attempts);
        var others = workers.stream().filter(worker -> worker != owner).toList();
        if (!others.isEmpty()) {
            pass(SESSION);
            give(queue, others.get(random.nextInt(others.size())));
        } else {
            owner.attempts.lost(queue);
            give(queue, owner);
        }
    }

    /**
     * A poll may tell a former owner what it lost; the one after a refused transaction does. That
     * is what a worker relies on: one that opened its lanes again before it knew would take the new
     * owner's intents for its own.
     */
    private void tell(Worker worker) {
        fenced.forEach(
                (queue, former) -> {
                    boolean told =
                            calm || random.nextBoolean() || refusals.contains(worker.attempts);
                    if (told
                            && former.remove(worker.attempts)
                            && queueOwners.get(queue) != worker) {
                        worker.attempts.lost(queue);
                    }
                });
        refusals.remove(worker.attempts);
    }

    private void kill() {
        if (started > 8) {
            return;
        }
        var dead = anyWorker();
        workers.remove(dead);
        if (workers.isEmpty() || random.nextBoolean()) {
            start(dead.name);
        }
        pass(SESSION);
        List.copyOf(queueOwners.keySet()).stream()
                .filter(queue -> queueOwners.get(queue) == dead)
                .forEach(this::assign);
        List.copyOf(laneOwners.keySet()).stream()
                .filter(lane -> laneOwners.get(lane) == dead)
                .forEach(this::assignLane);
    }

    private void assign(Partition queue) {
        give(queue, anyWorker());
    }

    private void give(Partition queue, Worker worker) {
        var former = fenced.getOrDefault(queue, Set.of());
        if (former.contains(worker.attempts)) {
            // It joins again, and learns what it had lost.
            former.remove(worker.attempts);
            worker.attempts.lost(queue);
        }
        queueOwners.put(queue, worker);
        worker.attempts.assigned(queue);
    }

    private void assignLane(int lane) {
        var worker = anyWorker();
        laneOwners.put(lane, worker);
        worker.admission.assigned(lane);
    }

    private <T> T any(Set<T> of) {
        return List.copyOf(of).get(random.nextInt(of.size()));
    }

    /** From here on everything works. */
    private void finish() {
        calm = true;
        for (int i = 0; i < STEPS_TO_FINISH && !(witness.isOver() && calls.isEmpty()); i++) {
            List.copyOf(workers).forEach(this::turn);
            List.copyOf(workers).forEach(this::admit);
            reply();
            pass(Duration.ofMillis(random.nextInt(6_000)));
        }
        assertThat(witness.isOver()).as("comes to an end").isTrue();
        for (int i = 0; i < 20; i++) {
            List.copyOf(workers).forEach(this::turn);
            pass(Duration.ofSeconds(6));
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
    public End fateOf(Object member, Set<Partition> partitions) {
        boolean refused =
                partitions.stream()
                        .anyMatch(at -> fenced.getOrDefault(at, Set.of()).contains(member));
        if (refused) {
            refusals.add(member);
            return random.nextBoolean() ? End.ABORTED : End.LOST_ABORTED;
        }
        // A commit takes its time, and what follows it comes later.
        now = now.plusMillis(random.nextInt(400));
        return switch (calm ? 9 : random.nextInt(12)) {
            case 0 -> End.ABORTED;
            case 1 -> End.LOST_ABORTED;
            case 2 -> End.LOST_COMMITTED;
            case 3 -> End.LOST_OPEN;
            default -> End.COMMITTED;
        };
    }

    @Override
    public int some(int most) {
        return calm ? most : random.nextInt(most + 1);
    }

    @Override
    public void call(RoutedJob job, SimReply onReply) {
        witness.called(job, now);
        calls.add(new Call(atWork.orElseThrow(), job, onReply));
    }
}
