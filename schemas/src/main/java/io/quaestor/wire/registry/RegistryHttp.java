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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the registries one after the other until one answers, all within one time bound. One that
 * has not answered within its share of a lookup's time may still do so while the next is asked.
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

    JsonNode get(String path, Duration bound) {
        return call("GET", path, BodyPublishers.noBody(), bound);
    }

    JsonNode send(String method, String path, JsonNode body, Duration bound) {
        return call(method, path, BodyPublishers.ofString(body.toString()), bound);
    }

    private JsonNode call(String method, String path, BodyPublisher body, Duration bound) {
        try (var round = new Round(method, path, body)) {
            return round.result(bound);
        }
    }

    /** What one of the registries said. */
    private record Answer(int index, URI target, RegistryReply reply) {}

    /** One question, put to one registry after the other. */
    private final class Round implements AutoCloseable {
        private final String method;
        private final String path;
        private final BodyPublisher body;
        private final List<URI> urls = settings.urls();
        private final int first = preferred;
        private final List<CompletableFuture<?>> requests = new ArrayList<>();
        private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
        private final List<String> failures = new ArrayList<>();
        private Optional<String> missing = Optional.empty();
        private long endNanos;
        private @Nullable Throwable cause;

        Round(String method, String path, BodyPublisher body) {
            this.method = method;
            this.path = path;
            this.body = body;
        }

        /**
         * A "not found" is believed only after the other registries were asked too: a follower may
         * lag behind the one that just registered the schema.
         */
        JsonNode result(Duration bound) {
            endNanos = System.nanoTime() + bound.toNanos();
            for (int answered = 0; answered < urls.size(); ) {
                if (requests.size() < urls.size()) {
                    askNext();
                }
                var answer = answer();
                if (answer.isPresent()) {
                    answered++;
                    var found = read(answer.get());
                    if (found.isPresent()) {
                        return found.get();
                    }
                } else if (requests.size() == urls.size()) {
                    failures.add("no answer within " + bound.toMillis() + " ms");
                    break;
                }
            }
            if (missing.isPresent()) {
                throw new UnknownSchemaException("not found at " + missing.get());
            }
            throw new RegistryUnavailableException(
                    "no registry answered: " + String.join("; ", failures), cause);
        }

        private void askNext() {
            int index = (first + requests.size()) % urls.size();
            URI target = URI.create(urls.get(index) + path);
            var request =
                    CLIENT.sendAsync(
                            request(method, target, body),
                            BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_REPLY_BYTES));
            requests.add(request);
            var _ =
                    request.whenComplete(
                            (response, failure) ->
                                    answers.add(
                                            new Answer(index, target, reply(response, failure))));
        }

        /**
         * The next one. Waits a share of a lookup's time for it, and when all are asked as long as
         * there is time; but no longer than a share when it is about what another does not know,
         * for the caller is to hear of it.
         */
        private Optional<Answer> answer() {
            long leftNanos = endNanos - System.nanoTime();
            long shareNanos = settings.lookupTimeout().toNanos() / (urls.size() + 1);
            boolean last = requests.size() == urls.size() && missing.isEmpty();
            try {
                return Optional.ofNullable(
                        answers.poll(
                                last ? leftNanos : Math.min(shareNanos, leftNanos),
                                TimeUnit.NANOSECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RegistryUnavailableException("interrupted while waiting for " + path, e);
            }
        }

        private Optional<JsonNode> read(Answer answer) {
            switch (answer.reply()) {
                case RegistryReply.Answered(JsonNode json) -> {
                    preferred = answer.index();
                    return Optional.of(json);
                }
                case RegistryReply.Missing(String message) ->
                        missing = Optional.of(answer.target() + ": " + message);
                case RegistryReply.Rejected(var kind, int status, String message) ->
                        throw new RegistryRejectedException(
                                kind,
                                status,
                                "refused by "
                                        + answer.target()
                                        + " with "
                                        + status
                                        + ": "
                                        + message);
                case RegistryReply.Failed(String why, Throwable failure) -> {
                    failures.add(answer.target() + ": " + why);
                    cause = failure;
                }
            }
            return Optional.empty();
        }

        /** Breaks off what was asked in vain. */
        @Override
        public void close() {
            requests.forEach(request -> request.cancel(true));
        }
    }

    private static RegistryReply reply(
            @Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) {
        return response != null
                ? RegistryReply.of(response.statusCode(), response.body())
                : new RegistryReply.Failed(String.valueOf(failure), failure);
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
}
