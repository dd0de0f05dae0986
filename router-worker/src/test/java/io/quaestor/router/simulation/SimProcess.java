package io.quaestor.router.simulation;

import io.quaestor.event.RoutedJob;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.cancel.CancelBook;
import io.quaestor.router.cancel.Cancellations;
import io.quaestor.router.fair.Weights;
import io.quaestor.router.health.AdaptiveCaps;
import io.quaestor.router.health.Availability;
import io.quaestor.router.health.Circuits;
import io.quaestor.router.health.ProviderHealth;
import io.quaestor.router.health.RateLimits;
import io.quaestor.router.health.StartGate;
import io.quaestor.router.lag.InFlightCaps;
import io.quaestor.router.provider.Callee;
import io.quaestor.router.provider.NotCalled;
import io.quaestor.router.provider.ProviderReply;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What both loops of one worker share: what it knows of cancellations, and of its providers. */
public final class SimProcess {
    private final SimCluster cluster;
    private final CancelBook book = new CancelBook();
    private final Circuits circuits;
    private final AdaptiveCaps caps;
    private final Weights weights;
    private final ProviderHealth health;
    private final Callee callee;
    private int cancelsRead;

    SimProcess(SimCluster cluster, SampleCatalog catalog) {
        this.cluster = cluster;
        this.caps = new AdaptiveCaps(cluster.caps(), (_, _) -> {});
        this.weights = Weights.of(catalog.snapshot());
        this.circuits = new Circuits(cluster::now, (_, _) -> {}, (_, _) -> {});
        var rates = new RateLimits(catalog.snapshot()::provider, (_, _) -> 0.5);
        this.health = new ProviderHealth(circuits, caps, rates, cluster::now, cluster::jitter);
        this.callee = health.learningFrom(this::call);
    }

    /** As the worker's own callee does: what is too late by now is not called. */
    private CompletionStage<ProviderReply> call(RoutedJob job, Instant startBy) {
        if (cluster.now().isAfter(startBy)) {
            return CompletableFuture.completedStage(NotCalled.longAfterItsIntent());
        }
        return cluster.now().isBefore(job.getJob().getDeadline())
                ? cluster.call(this, job)
                : CompletableFuture.completedStage(NotCalled.afterItsDeadline());
    }

    /** Reads on in the cancellations. */
    void readCancels(int most) {
        var all = cluster.cancels();
        for (int to = Math.min(all.size(), cancelsRead + most); cancelsRead < to; cancelsRead++) {
            book.put(all.get(cancelsRead));
        }
    }

    /** Whether the first so many cancellations are known here. */
    public boolean knowsCancels(int first) {
        return cancelsRead >= first;
    }

    public Cancellations cancellations() {
        return book;
    }

    public Availability availability() {
        return circuits;
    }

    public StartGate gate() {
        return health;
    }

    public InFlightCaps caps() {
        return caps;
    }

    public Weights weights() {
        return weights;
    }

    public Callee callee() {
        return callee;
    }
}
