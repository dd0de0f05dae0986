package io.quaestor.router.health;

import io.quaestor.event.Billing;
import io.quaestor.event.RoutedJob;
import io.quaestor.router.failure.FailureKind;
import io.quaestor.router.fair.Claim;
import io.quaestor.router.provider.Callee;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.PunctualCall;
import io.quaestor.router.provider.ReplyOrigin;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * Grants the start of calls and learns from how they end: what circuits, caps and rate limits have
 * in common. Safe for all threads.
 */
public final class ProviderHealth implements StartGate {
    private final Circuits circuits;
    private final AdaptiveCaps caps;
    private final RateLimits rates;
    private final InstantSource clock;
    private final DoubleSupplier jitter;

    /** What was granted and not called yet, by the job's own name. */
    private final Map<Granted, Circuits.Call> granted = new ConcurrentHashMap<>();

    private record Granted(String jobId, long run, int attempt) {
        static Granted of(RoutedJob job) {
            return new Granted(
                    job.getJob().getJobId(),
                    job.getJob().getRun(),
                    job.getProgress().getAttempts());
        }
    }

    public ProviderHealth(
            Circuits circuits,
            AdaptiveCaps caps,
            RateLimits rates,
            InstantSource clock,
            DoubleSupplier jitter) {
        this.circuits = circuits;
        this.caps = caps;
        this.rates = rates;
        this.clock = clock;
        this.jitter = jitter;
    }

    @Override
    public Answer ask(RoutedJob job, Map<Integer, Claim> claims, Instant now) {
        var call = circuits.start(job.getRoute());
        if (call.isEmpty()) {
            return new NotHere(circuits.nextProbe(job.getRoute()), jitter.getAsDouble());
        }
        if (!rates.tryTake(job, claims, now)) {
            call.get().notMade();
            return new NotNow();
        }
        granted.put(Granted.of(job), call.get());
        return new Go();
    }

    @Override
    public void notStarted(RoutedJob job) {
        var call = granted.remove(Granted.of(job));
        if (call != null) {
            call.notMade();
            rates.giveBack(job, clock.instant());
        }
    }

    @Override
    public void forgetUnstarted() {
        granted.values().forEach(Circuits.Call::notMade);
        granted.clear();
    }

    /** The same calls, and what they tell is learned. */
    public Callee learningFrom(Callee callee) {
        return (job, startBy) -> call(job, startBy, callee);
    }

    private CompletionStage<ProviderReply> call(RoutedJob job, Instant startBy, Callee callee) {
        var startedAt = clock.instant();
        var provider = job.getRoute().getProvider();
        caps.began(provider);
        // Not granted: an intent that was found committed after a lost transaction.
        var call = Optional.ofNullable(granted.remove(Granted.of(job)));
        return callee.call(job, startBy)
                .exceptionally(error -> PunctualCall.fault(error, Billing.UNKNOWN))
                .whenComplete((reply, _) -> ended(job, reply, call, startedAt));
    }

    private void ended(
            RoutedJob job, ProviderReply reply, Optional<Circuits.Call> call, Instant startedAt) {
        var now = clock.instant();
        var failure = reply.failure().map(fault -> FailureKind.of(fault.type()));
        caps.ended(job.getRoute().getProvider(), failure, startedAt, now);
        if (call.isEmpty()) {
            // What it took was given back when its transaction was lost.
            return;
        }
        call.get().ended(failure, Duration.between(startedAt, now));
        reply.usage().ifPresent(usage -> rates.used(job, usage.input() + usage.output(), now));
        if (reply.billing() == Billing.UNBILLED) {
            if (reply.origin().equals(ReplyOrigin.NONE)) {
                rates.giveBack(job, now);
            } else {
                rates.used(job, 0, now);
            }
        }
    }
}
