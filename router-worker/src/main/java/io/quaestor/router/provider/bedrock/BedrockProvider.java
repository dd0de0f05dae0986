package io.quaestor.router.provider.bedrock;

import io.quaestor.event.ProviderEntry;
import io.quaestor.kernel.Trace;
import io.quaestor.router.provider.Provider;
import io.quaestor.router.provider.ProviderCall;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.ProviderSettings;
import io.quaestor.router.provider.PunctualCall;
import io.quaestor.router.provider.ReplyHeaders;
import io.quaestor.router.provider.ReplyOrigin;
import io.quaestor.router.provider.TransportFailure;
import io.quaestor.router.provider.WireRequest;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;

/** Calls Bedrock's Converse with the AWS SDK's asynchronous client. Edge. */
public final class BedrockProvider implements Provider, AutoCloseable {

    private final BedrockRuntimeAsyncClient client;
    private final Map<String, String> headers;
    private final InstantSource clock;

    private BedrockProvider(
            BedrockRuntimeAsyncClient client, Map<String, String> headers, InstantSource clock) {
        this.client = client;
        this.headers = headers;
        this.clock = clock;
    }

    /**
     * Builds the client; connects to nothing yet.
     *
     * @throws IllegalArgumentException when the entry's URL or region is unusable
     */
    public static BedrockProvider open(
            ProviderEntry entry,
            BedrockCredentials credentials,
            ProviderSettings settings,
            InstantSource clock) {
        return new BedrockProvider(
                BedrockClient.create(entry, credentials, settings),
                Map.copyOf(entry.getHeaders()),
                clock);
    }

    @Override
    public CompletionStage<ProviderReply> call(ProviderCall call) {
        return PunctualCall.make(call.timeout(), () -> open(call));
    }

    /** Closes the connections; calls under way end as broken off. */
    @Override
    public void close() {
        client.close();
    }

    private PunctualCall.Open open(ProviderCall call) {
        return switch (BedrockRequests.converse(call)) {
            case WireRequest.Ready<BedrockRequests.Converse>(BedrockRequests.Converse converse) ->
                    send(call, converse);
            case WireRequest.Unsendable<BedrockRequests.Converse>(String reason) ->
                    PunctualCall.Open.answered(TransportFailure.unsendable(reason));
        };
    }

    private PunctualCall.Open send(ProviderCall call, BedrockRequests.Converse converse) {
        ConverseRequest request =
                converse.request().toBuilder().overrideConfiguration(override(call)).build();
        CompletableFuture<ConverseResponse> response = client.converse(request);
        return new PunctualCall.Open(
                response.handle(
                        (answer, error) ->
                                error == null
                                        ? BedrockReplies.reply(
                                                answer, converse.answerTool(), origin(call, answer))
                                        : BedrockFailures.of(error, clock.instant())),
                () -> response.cancel(true));
    }

    /**
     * Without a timeout of the SDK's own: its timers stay, each with its request, until they would
     * have fired, long after the call has ended.
     */
    private AwsRequestOverrideConfiguration override(ProviderCall call) {
        AwsRequestOverrideConfiguration.Builder override =
                AwsRequestOverrideConfiguration.builder()
                        .putHeader(ProviderCall.CALL_ID_HEADER, call.callId())
                        .putExecutionAttribute(LastQuestion.REFUSAL, call.refusal());
        headers.forEach(override::putHeader);
        call.trace().ifPresent(trace -> addTrace(override, trace));
        return override.build();
    }

    private static void addTrace(AwsRequestOverrideConfiguration.Builder override, Trace trace) {
        override.putHeader("traceparent", trace.traceparent());
        if (!trace.state().isEmpty()) {
            override.putHeader("tracestate", trace.state());
        }
    }

    /** Converse does not say which model answered: it is the one that was called. */
    private static ReplyOrigin origin(ProviderCall call, ConverseResponse response) {
        ReplyHeaders headers = response.sdkHttpResponse()::firstMatchingHeader;
        String id = Optional.ofNullable(response.responseMetadata().requestId()).orElse("");
        return new ReplyOrigin(id, call.modelId(), headers.simulated());
    }
}
