package io.quaestor.router.simulation;

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
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The workers that live, and who owns which lane. A worker that stands still for longer than its
 * session loses its lanes and learns of it later; until then what it commits for them is refused.
 */
final class SimGroup {
    /**
     * The last heartbeat of one that stands still now was sent up to 1.5 s ago, of a session of 6.
     */
    private static final int SHORTEST_SESSION_MILLIS = 4_500;

    private static final int HEARTBEAT_MILLIS = 1_500;

    private final SplittableRandom random;
    private final SimCluster cluster;
    private final List<SimWorker> workers = new ArrayList<>();

    /** Owners of a partition of the attempts, of a lane of admission. */
    private final Map<Partition, SimWorker> queueOwners = new LinkedHashMap<>();

    private final Map<Integer, SimWorker> laneOwners = new LinkedHashMap<>();

    /** Former owners that were not told yet. */
    private final Map<Partition, Set<Object>> fenced = new HashMap<>();

    private int started;

    SimGroup(SplittableRandom random, SimCluster cluster) {
        this.random = random;
        this.cluster = cluster;
    }

    void start(String name) {
        workers.add(new SimWorker(name, cluster, Schedule.CATALOG));
        started++;
    }

    void assign(Partition queue) {
        give(queue, anyAwake());
    }

    private void give(Partition queue, SimWorker worker) {
        if (unfence(queue, worker.attempts)) {
            // It joins again, and learns what it had lost.
            worker.attempts.lost(queue);
        }
        queueOwners.put(queue, worker);
        worker.attempts.assigned(queue);
    }

    void assignLane(int lane) {
        giveLane(lane, anyAwake());
    }

    private void giveLane(int lane, SimWorker worker) {
        if (unfence(accepted(lane), worker.admission)) {
            worker.admission.gone(lane);
        }
        laneOwners.put(lane, worker);
        worker.admission.assigned(lane);
    }

    private static Partition accepted(int lane) {
        return new Partition(Topics.ACCEPTED, lane);
    }

    private void fence(Partition partition, Object former) {
        fenced.computeIfAbsent(partition, _ -> new HashSet<>()).add(former);
    }

    private boolean unfence(Partition partition, Object former) {
        return fenced.getOrDefault(partition, new HashSet<>()).remove(former);
    }

    boolean isFenced(Object member, Set<Partition> partitions) {
        return partitions.stream()
                .anyMatch(at -> fenced.getOrDefault(at, Set.of()).contains(member));
    }

    List<SimWorker> awake() {
        return workers.stream().filter(SimWorker::isAwake).toList();
    }

    SimWorker anyAwake() {
        var awake = awake();
        return awake.get(random.nextInt(awake.size()));
    }

    SimWorker worker(Object member) {
        return workers.stream().filter(worker -> worker.is(member)).findAny().orElseThrow();
    }

    boolean isAlive(SimProcess process) {
        return workers.stream().anyMatch(worker -> worker.process == process);
    }

    List<SimProcess> processes() {
        return workers.stream().map(worker -> worker.process).toList();
    }

    /** A poll may tell a former owner what it lost, all at once. */
    void turn(SimWorker worker) {
        if (isTold()) {
            for (var queue : List.copyOf(fenced.keySet())) {
                if (unfence(queue, worker.attempts)) {
                    worker.attempts.lost(queue);
                }
            }
        }
        worker.attempts.turn();
    }

    void admit(SimWorker worker) {
        if (isTold()) {
            for (var lane : List.copyOf(laneOwners.keySet())) {
                if (unfence(accepted(lane), worker.admission)) {
                    worker.admission.gone(lane);
                }
            }
        }
        worker.admission.turn();
        if (worker.admission.isBroken()) {
            worker.restartAdmission();
            lanesOf(worker).forEach(worker.admission::assigned);
        }
    }

    private boolean isTold() {
        return cluster.isCalm() || random.nextBoolean();
    }

    private List<Integer> lanesOf(SimWorker worker) {
        return laneOwners.keySet().stream().filter(lane -> laneOwners.get(lane) == worker).toList();
    }

    private List<Partition> queuesOf(SimWorker worker) {
        return queueOwners.keySet().stream()
                .filter(queue -> queueOwners.get(queue) == worker)
                .toList();
    }

    /**
     * A rebalance takes a queue from its owner, which is asked to give it up; one that stands still
     * over that for too long may have lost it by the end.
     */
    void moveQueue() {
        var queue = any(queueOwners.keySet());
        var owner = Objects.requireNonNull(queueOwners.get(queue));
        if (owner.isAwake()) {
            owner.attempts.revoked(queue);
            if (queueOwners.get(queue) == owner) {
                assign(queue);
            }
        }
    }

    void moveLane() {
        int lane = any(laneOwners.keySet());
        var owner = Objects.requireNonNull(laneOwners.get(lane));
        if (owner.isAwake()) {
            owner.admission.gone(lane);
            assignLane(lane);
        }
    }

    private <T> T any(Set<T> of) {
        return List.copyOf(of).get(random.nextInt(of.size()));
    }

    /** Without a word; its lanes wait for the end of its session. */
    void kill(Runnable session) {
        if (started > 8) {
            return;
        }
        var dead = anyAwake();
        workers.remove(dead);
        if (awake().isEmpty() || random.nextBoolean()) {
            start(dead.name);
        }
        session.run();
        queuesOf(dead).forEach(this::assign);
        lanesOf(dead).forEach(this::assignLane);
    }

    /** Whether the others can go on without it. */
    boolean maySleep(SimWorker worker) {
        return awake().stream().anyMatch(other -> other != worker);
    }

    /** It stands still, for a moment or for longer than its session. */
    void sleep(SimWorker worker) {
        long millis =
                switch (random.nextInt(3)) {
                    case 0 -> random.nextInt(2_500);
                    // Its lanes may go before its transaction times out.
                    case 1 -> SHORTEST_SESSION_MILLIS + random.nextInt(600);
                    default -> SHORTEST_SESSION_MILLIS + random.nextInt(10_000);
                };
        long session = (long) SHORTEST_SESSION_MILLIS + random.nextInt(HEARTBEAT_MILLIS);
        worker.asleepUntil = cluster.now().plusMillis(millis);
        if (session < millis) {
            worker.sessionEnd = cluster.now().plusMillis(session);
        }
    }

    /** How long until the group misses the worker. */
    Duration untilMissed(SimWorker worker) {
        return Duration.between(
                cluster.now(),
                worker.sessionEnd.isBefore(worker.asleepUntil)
                        ? worker.sessionEnd
                        : worker.asleepUntil);
    }

    /** Lanes of workers that stood still for too long go to others. */
    void endSessions() {
        for (var worker : List.copyOf(workers)) {
            if (!worker.sessionEnd.isAfter(cluster.now()) && maySleep(worker)) {
                worker.sessionEnd = Instant.MAX;
                var others = awake().stream().filter(other -> other != worker).toList();
                for (var queue : queuesOf(worker)) {
                    fence(queue, worker.attempts);
                    give(queue, others.get(random.nextInt(others.size())));
                }
                for (int lane : lanesOf(worker)) {
                    fence(accepted(lane), worker.admission);
                    giveLane(lane, others.get(random.nextInt(others.size())));
                }
            }
        }
    }

    void wakeAll() {
        workers.forEach(SimWorker::wakeUp);
    }
}
