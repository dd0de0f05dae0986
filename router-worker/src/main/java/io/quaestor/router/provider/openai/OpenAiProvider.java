package io.quaestor.router.provider.openai;

import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.client.HttpClient;
import io.netty.channel.Channel;
import io.quaestor.event.ProviderEntry;
import io.quaestor.kernel.Trace;
import io.quaestor.router.provider.Provider;
import io.quaestor.router.provider.ProviderCall;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.ProviderSettings;
import io.quaestor.router.provider.PunctualCall;
import io.quaestor.router.provider.TransportFailure;
import io.quaestor.router.provider.WireRequest;
import io.quaestor.wire.Secret;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Calls an OpenAI-compatible server over HTTP/1.1 with Micronaut's Netty client. Edge. */
public final class OpenAiProvider implements Provider, AutoCloseable {

    private static final Argument<byte[]> BYTES = Argument.of(byte[].class);

    /** Where Micronaut's client keeps the connection of a request that it has begun to send. */
    private static final String CONNECTION = "netty_channel";

    private static final byte[] NOTHING = new byte[0];

    private final OpenAiEndpoint endpoint;
    private final Map<String, String> headers;
    private final Optional<Secret> secret;
    private final HttpClient client;
    private final InstantSource clock;

    private OpenAiProvider(
            OpenAiEndpoint endpoint,
            Map<String, String> headers,
            Optional<Secret> secret,
            HttpClient client,
            InstantSource clock) {
        this.endpoint = endpoint;
        this.headers = headers;
        this.secret = secret;
        this.client = client;
        this.clock = clock;
    }

    /**
     * Builds the client; connects to nothing yet.
     *
     * @param secret the key, or empty for a server without authentication
     * @throws IllegalArgumentException when the entry's URL is unusable
     */
    public static OpenAiProvider open(
            ProviderEntry entry,
            Optional<Secret> secret,
            ProviderSettings settings,
            InstantSource clock) {
        OpenAiEndpoint endpoint = OpenAiEndpoint.of(entry.getUrl());
        HttpClient client = OpenAiHttpClient.create(endpoint.origin(), settings);
        return new OpenAiProvider(endpoint, Map.copyOf(entry.getHeaders()), secret, client, clock);
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
        return switch (OpenAiRequests.body(call, endpoint.outputLimitField())) {
            case WireRequest.Ready<byte[]>(byte[] body) -> {
                HttpRequest<byte[]> request = request(call, body);
                yield call.refusal()
                        .get()
                        .map(PunctualCall.Open::answered)
                        .orElseGet(() -> send(request));
            }
            case WireRequest.Unsendable<byte[]>(String reason) ->
                    PunctualCall.Open.answered(TransportFailure.unsendable(reason));
        };
    }

    private PunctualCall.Open send(HttpRequest<byte[]> request) {
        SingleResponse<HttpResponse<byte[]>> response = new SingleResponse<>();
        client.exchange(request, BYTES, BYTES).subscribe(response);
        return new PunctualCall.Open(
                response.stage()
                        .handle(
                                (answer, error) ->
                                        error == null ? read(answer) : OpenAiFailures.of(error)),
                () -> drop(request));
    }

    /**
     * Cancelling the publisher does not end the exchange in Micronaut 4; closing its connection
     * does.
     */
    private static void drop(HttpRequest<byte[]> request) {
        Optional<Channel> connection = request.getAttribute(CONNECTION, Channel.class);
        if (connection.isPresent()) {
            var _ = connection.get().close();
        }
    }

    private ProviderReply read(HttpResponse<byte[]> response) {
        return OpenAiReplies.reply(
                response.code(),
                name -> Optional.ofNullable(response.getHeaders().get(name)),
                response.getBody().orElse(NOTHING),
                clock.instant());
    }

    private HttpRequest<byte[]> request(ProviderCall call, byte[] body) {
        MutableHttpRequest<byte[]> request =
                HttpRequest.POST(endpoint.target(), body)
                        .contentType(MediaType.APPLICATION_JSON_TYPE)
                        .accept(MediaType.APPLICATION_JSON_TYPE)
                        .header(ProviderCall.CALL_ID_HEADER, call.callId());
        headers.forEach(request::header);
        secret.ifPresent(
                key ->
                        request.header(
                                endpoint.credentialHeader(),
                                endpoint.credentialPrefix() + key.reveal()));
        call.trace().ifPresent(trace -> addTrace(request, trace));
        return request;
    }

    private static void addTrace(MutableHttpRequest<byte[]> request, Trace trace) {
        request.header("traceparent", trace.traceparent());
        if (!trace.state().isEmpty()) {
            request.header("tracestate", trace.state());
        }
    }
}
