package io.quaestor.router.telemetry;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quaestor.event.RoutedJob;
import io.quaestor.kernel.TokenUsage;
import io.quaestor.router.provider.Callee;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.wire.TelemetryNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Measures every call: how many are open, how long each took, how it ended, its tokens.
 *
 * <p>Tags are the catalogue's providers and models and the error types: few, and never a job, a
 * department or text.
 */
public final class MeteredCallee implements Callee {

    /**
     * Upper bounds of the histogram's buckets, in seconds of 0.01 to 81.92: OpenTelemetry's for
     * {@code gen_ai.client.operation.duration}.
     */
    private static final Duration[] DURATIONS =
            IntStream.range(0, 14)
                    .mapToObj(i -> Duration.ofMillis(10L << i))
                    .toArray(Duration[]::new);

    /** Tokens, 1 to 67,108,864: OpenTelemetry's for {@code gen_ai.client.token.usage}. */
    private static final double[] TOKENS =
            IntStream.range(0, 14).mapToDouble(i -> 1L << (2 * i)).toArray();

    private final Callee callee;
    private final MeterRegistry meters;
    private final UnaryOperator<String> genAiProvider;
    private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();

    /**
     * @param genAiProvider what OpenTelemetry calls a provider of the catalogue, by its name there
     */
    public MeteredCallee(Callee callee, MeterRegistry meters, UnaryOperator<String> genAiProvider) {
        this.callee = callee;
        this.meters = meters;
        this.genAiProvider = genAiProvider;
    }

    @Override
    public CompletionStage<ProviderReply> call(RoutedJob job, Instant startBy) {
        var inFlight = inFlight(job.getRoute().getProvider());
        inFlight.incrementAndGet();
        long began = System.nanoTime();
        return callee.call(job, startBy)
                .whenComplete(
                        (reply, _) -> {
                            inFlight.decrementAndGet();
                            if (reply != null) {
                                ended(job, reply, Duration.ofNanos(System.nanoTime() - began));
                            }
                        });
    }

    private AtomicInteger inFlight(String provider) {
        return open.computeIfAbsent(provider, this::gauged);
    }

    private AtomicInteger gauged(String provider) {
        var count = new AtomicInteger();
        meters.gauge(TelemetryNames.IN_FLIGHT, Tags.of(TelemetryNames.PROVIDER, provider), count);
        return count;
    }

    private void ended(RoutedJob job, ProviderReply reply, Duration took) {
        var tags = tags(job);
        Timer.builder(TelemetryNames.OPERATION_DURATION)
                .tags(tags.and(TelemetryNames.ERROR_TYPE, errorType(reply)))
                .serviceLevelObjectives(DURATIONS)
                .register(meters)
                .record(took);
        reply.usage().ifPresent(usage -> tokens(tags, usage));
    }

    private Tags tags(RoutedJob job) {
        var provider = job.getRoute().getProvider();
        return Tags.of(
                TelemetryNames.OPERATION_NAME,
                "chat",
                TelemetryNames.PROVIDER_NAME,
                genAiProvider.apply(provider),
                TelemetryNames.PROVIDER,
                provider,
                TelemetryNames.REQUEST_MODEL,
                job.getRoute().getModelId());
    }

    /** Empty for a call that went well: one meter must not have two sets of tags. */
    private static String errorType(ProviderReply reply) {
        return reply.failure().map(fault -> fault.type().name()).orElse("");
    }

    private void tokens(Tags tags, TokenUsage usage) {
        tokens(tags, "input", usage.input());
        tokens(tags, "output", usage.output());
    }

    private void tokens(Tags tags, String type, long count) {
        DistributionSummary.builder(TelemetryNames.TOKEN_USAGE)
                .tags(tags.and(TelemetryNames.TOKEN_TYPE, type))
                .serviceLevelObjectives(TOKENS)
                .register(meters)
                .record((double) count);
    }
}
