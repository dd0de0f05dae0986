package io.quaestor.router.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.FinishReason;
import io.quaestor.kernel.TokenUsage;
import io.quaestor.kernel.UsageReading;
import io.quaestor.router.Samples;
import io.quaestor.router.provider.ProviderFault;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.ReplyOrigin;
import io.quaestor.wire.TelemetryNames;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeteredCalleeTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CompletableFuture<ProviderReply> reply = new CompletableFuture<>();
    private final MeteredCallee callee =
            new MeteredCallee((_, _) -> reply, meters, name -> "otel-" + name);

    @Test
    void countsACallAsOpenUntilItEnds() {
        var _ = callee.call(Samples.routed(1), Samples.NOW);
        assertThat(meters.get(TelemetryNames.IN_FLIGHT).gauge().value()).isEqualTo(1);
        reply.complete(completed());
        assertThat(meters.get(TelemetryNames.IN_FLIGHT).gauge().value()).isZero();
    }

    @Test
    void recordsTimeAndTokensByProviderAndModel() {
        var _ = callee.call(Samples.routed(1), Samples.NOW);
        reply.complete(completed());
        var route = Samples.routed(1).getRoute();
        assertThat(
                        meters.get(TelemetryNames.OPERATION_DURATION)
                                .tag(TelemetryNames.PROVIDER_NAME, "otel-" + route.getProvider())
                                .tag(TelemetryNames.PROVIDER, route.getProvider())
                                .tag(TelemetryNames.REQUEST_MODEL, route.getModelId())
                                .tag(TelemetryNames.ERROR_TYPE, "")
                                .timer()
                                .count())
                .isEqualTo(1);
        assertThat(tokens("input")).isEqualTo(120);
        assertThat(tokens("output")).isEqualTo(30);
    }

    @Test
    void countsCallsAndTokensByOpenTelemetrysBuckets() {
        var _ = callee.call(Samples.routed(1), Samples.NOW);
        reply.complete(completed());

        var durations = meters.get(TelemetryNames.OPERATION_DURATION).timer().takeSnapshot();
        assertThat(durations.histogramCounts())
                .extracting(bucket -> bucket.bucket(TimeUnit.MILLISECONDS))
                .startsWith(10.0, 20.0, 40.0)
                .endsWith(81_920.0)
                .hasSize(14);
        var input =
                meters.get(TelemetryNames.TOKEN_USAGE)
                        .tag(TelemetryNames.TOKEN_TYPE, "input")
                        .summary()
                        .takeSnapshot();
        // 120 tokens: more than 64, at most 256.
        assertThat(input.histogramCounts())
                .extracting(CountAtBucket::bucket, CountAtBucket::count)
                .contains(tuple(64.0, 0.0), tuple(256.0, 1.0), tuple(67_108_864.0, 1.0));
    }

    private double tokens(String type) {
        return meters.get(TelemetryNames.TOKEN_USAGE)
                .tag(TelemetryNames.TOKEN_TYPE, type)
                .summary()
                .totalAmount();
    }

    @Test
    void namesTheErrorOfACallThatFailed() {
        var _ = callee.call(Samples.routed(1), Samples.NOW);
        reply.complete(
                new ProviderReply.Failed(
                        ProviderFault.local(ErrorType.TIMEOUT, "no answer"),
                        true,
                        Billing.UNKNOWN,
                        Optional.empty(),
                        Optional.empty(),
                        ReplyOrigin.NONE));
        assertThat(
                        meters.get(TelemetryNames.OPERATION_DURATION)
                                .tag(TelemetryNames.ERROR_TYPE, "TIMEOUT")
                                .timer()
                                .count())
                .isEqualTo(1);
        assertThat(meters.find(TelemetryNames.TOKEN_USAGE).summary()).isNull();
    }

    private static ProviderReply completed() {
        return new ProviderReply.Completed(
                "text",
                List.of(),
                FinishReason.STOP,
                "stop",
                Optional.of(new UsageReading.Consistent(new TokenUsage(120, 0, 0, 30, 0))),
                ReplyOrigin.NONE);
    }
}
