package io.quaestor.wire.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the registries one after the other until one answers, all within one time bound.
 *
 * <p>HTTP/1.1 only: several registries stall on the upgrade to HTTP/2 that the JDK offers by
 * default.
 */
final class RegistryHttp {

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

    /** As Confluent's Python client sends it: Redpanda refuses types it does not list. */
    private static final String ACCEPT =
            MEDIA_TYPE + ", application/vnd.schemaregistry+json, application/json";

    /** The largest schemas seen in public are about 1 MB; more is not a registry. */
    private static final long MAX_REPLY_BYTES = 8L << 20;

    /**
     * One for the process: it holds a selector thread, and credentials travel with each request.
     */
    private static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    private final RegistrySettings settings;

    /** The one that answered last is asked first. */
    private volatile int preferred;

    RegistryHttp(RegistrySettings settings) {
        this.settings = settings;
    }

    JsonNode get(String path) {
        return call("GET", path, BodyPublishers.noBody());
    }

    JsonNode send(String method, String path, JsonNode body) {
        return call(method, path, BodyPublishers.ofString(body.toString()));
    }

    /**
     * A "not found" is believed only after the other registries were asked too: a follower may lag
     * behind the one that just registered the schema.
     */
    private JsonNode call(String method, String path, BodyPublisher body) {
        List<URI> urls = settings.urls();
        long deadlineNanos = System.nanoTime() + settings.lookupTimeout().toNanos();
        List<String> failures = new ArrayList<>();
        @Nullable Throwable cause = null;
        Optional<String> missing = Optional.empty();
        int first = preferred;
        for (int turn = 0; turn < urls.size(); turn++) {
            int index = (first + turn) % urls.size();
            URI target = URI.create(urls.get(index) + path);
            long share = Math.max(1, (deadlineNanos - System.nanoTime()) / (urls.size() - turn));
            switch (ask(request(method, target, body), Duration.ofNanos(share))) {
                case RegistryReply.Answered(JsonNode json) -> {
                    preferred = index;
                    return json;
                }
                case RegistryReply.Missing(String message) ->
                        missing = Optional.of(target + ": " + message);
                case RegistryReply.Rejected(var kind, int status, String message) ->
                        throw new RegistryRejectedException(
                                kind,
                                status,
                                "refused by " + target + " with " + status + ": " + message);
                case RegistryReply.Failed(String why, Throwable failure) -> {
                    failures.add(target + ": " + why);
                    cause = failure;
                }
            }
        }
        if (missing.isPresent()) {
            throw new UnknownSchemaException("not found at " + missing.get());
        }
        throw new RegistryUnavailableException(
                "no registry answered: " + String.join("; ", failures), cause);
    }

    private HttpRequest request(String method, URI target, BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target)
                        .method(method, body)
                        .header("Content-Type", MEDIA_TYPE)
                        .header("Accept", ACCEPT);
        settings.authorization().ifPresent(value -> request.header("Authorization", value));
        return request.build();
    }

    /** The JDK's own request timeout ends with the headers; this one covers the body too. */
    private static RegistryReply ask(HttpRequest request, Duration timeout) {
        CompletableFuture<HttpResponse<byte[]>> reply =
                CLIENT.sendAsync(
                        request,
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_REPLY_BYTES));
        try {
            HttpResponse<byte[]> response = reply.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return RegistryReply.of(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            reply.cancel(true);
            return new RegistryReply.Failed("no answer within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            return new RegistryReply.Failed(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            reply.cancel(true);
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException(
                    "interrupted while waiting for " + request.uri(), e);
        }
    }
}
