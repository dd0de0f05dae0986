package io.quaestor.router;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.ProviderEntry;
import io.quaestor.event.RoutedJob;
import io.quaestor.kernel.Trace;
import io.quaestor.router.provider.Callee;
import io.quaestor.router.provider.NotCalled;
import io.quaestor.router.provider.ProviderCall;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.roster.Providers;
import io.quaestor.router.shape.Repairs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Calls the provider a job is routed to, unless its deadline has passed or its intent is too old by
 * then.
 */
final class ProviderCallee implements Callee {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);

    private final Providers providers;
    private final Supplier<CatalogSnapshot> catalog;
    private final InstantSource clock;

    ProviderCallee(Providers providers, Supplier<CatalogSnapshot> catalog, InstantSource clock) {
        this.providers = providers;
        this.catalog = catalog;
        this.clock = clock;
    }

    @Override
    public CompletionStage<ProviderReply> call(RoutedJob job, Instant startBy) {
        var refusal = refusal(job, startBy);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(refusal.get());
        }
        var provider = job.getRoute().getProvider();
        var timeout =
                catalog.get()
                        .provider(provider)
                        .map(ProviderEntry::getCallTimeoutMillis)
                        .map(Duration::ofMillis)
                        .orElse(DEFAULT_TIMEOUT);
        var request = Repairs.asking(job.getJob().getRequest(), job.getProgress().getRepair());
        var callId = callId(job);
        var call =
                new ProviderCall(
                        callId,
                        job.getRoute().getModelId(),
                        request,
                        job.getMaxOutputTokens(),
                        timeout,
                        span(request, callId),
                        () -> refusal(job, startBy));
        return providers.provider(provider).call(call);
    }

    private Optional<ProviderReply> refusal(RoutedJob job, Instant startBy) {
        var now = clock.instant();
        if (!now.isBefore(job.getJob().getDeadline())) {
            return Optional.of(NotCalled.afterItsDeadline());
        }
        return now.isAfter(startBy)
                ? Optional.of(NotCalled.longAfterItsIntent())
                : Optional.empty();
    }

    /** The call is a child of what caused the request; its span follows from its name. */
    private static Optional<Trace> span(LlmRequest request, String callId) {
        return Optional.ofNullable(request.getTrace())
                .flatMap(trace -> Trace.read(trace.getTraceparent(), trace.getTracestate()))
                .map(trace -> trace.child(callId));
    }

    /**
     * The attempt's name in a provider's call log and in our journal: job, run, dispatch, attempt.
     */
    private static String callId(RoutedJob job) {
        int attempt = job.getProgress().getAttempts() + 1;
        return job.getJob().getJobId()
                + "/"
                + job.getJob().getRun()
                + "/"
                + job.getDispatch()
                + "/"
                + attempt;
    }
}
