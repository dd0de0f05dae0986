package io.quaestor.router.simulation;

import io.quaestor.router.SampleCatalog;
import io.quaestor.router.admit.SimAdmission;
import io.quaestor.router.attempt.SimAttempts;
import java.time.Instant;

/** One process; its successor is another. */
final class SimWorker {
    private final SimCluster cluster;
    private final SampleCatalog catalog;
    final String name;
    final SimProcess process;
    final SimAttempts attempts;
    SimAdmission admission;

    /** It stands still inside a turn of its own. */
    boolean inTurn;

    Instant asleepUntil = Instant.MIN;

    /** When the group gives its lanes to others, for it stands still. */
    Instant sessionEnd = Instant.MAX;

    SimWorker(String name, SimCluster cluster, SampleCatalog catalog) {
        this.cluster = cluster;
        this.catalog = catalog;
        this.name = name;
        this.process = new SimProcess(cluster, catalog);
        this.attempts = new SimAttempts(name + "-attempts", cluster, process, catalog.prices());
        this.admission = newAdmission();
    }

    private SimAdmission newAdmission() {
        return new SimAdmission(name + "-admission", cluster, process, catalog);
    }

    void restartAdmission() {
        admission = newAdmission();
    }

    boolean isAwake() {
        return !inTurn && !asleepUntil.isAfter(cluster.now());
    }

    void wakeUp() {
        asleepUntil = Instant.MIN;
        sessionEnd = Instant.MAX;
    }

    boolean is(Object member) {
        return attempts == member || admission == member;
    }
}
