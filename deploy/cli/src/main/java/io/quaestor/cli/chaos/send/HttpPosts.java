package io.quaestor.cli.chaos.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.cli.chaos.fact.Place;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Edge: posts requests to request-ingest, each on a virtual thread of its own, and posts again
 * under the same id what was not answered, as a client with an idempotency key does.
 */
final class HttpPosts implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Beyond any outage of a plan and the start that follows it. */
    private static final int TRIES = 60;

    private static final int ACCEPTED = 202;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final URI jobs;
    private final Collection<Place> acknowledged;
    private final Collection<String> problems;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    HttpPosts(URI ingest, Collection<Place> acknowledged, Collection<String> problems) {
        this.jobs = ingest.resolve("/v1/jobs");
        this.acknowledged = acknowledged;
        this.problems = problems;
    }

    /** Posts it; returns at once. */
    void post(String requestId, String json) {
        var request =
                HttpRequest.newBuilder(jobs)
                        .timeout(ANSWER)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", requestId)
                        .POST(BodyPublishers.ofString(json))
                        .build();
        threads.execute(() -> postUntilTaken(requestId, request));
    }

    private void postUntilTaken(String requestId, HttpRequest request) {
        try {
            for (int i = 0; i < TRIES; i++) {
                if (isAnswered(requestId, request)) {
                    return;
                }
                Thread.sleep(PAUSE);
            }
            problems.add("a request over HTTP was not taken: " + requestId);
        } catch (InterruptedException _) {
            problems.add("a request over HTTP was given up at the end: " + requestId);
        }
    }

    private boolean isAnswered(String requestId, HttpRequest request) throws InterruptedException {
        try {
            return isFinal(requestId, client.send(request, BodyHandlers.ofString()));
        } catch (IOException _) {
            return false; // Ingest is away, or its answer: posted again.
        }
    }

    private boolean isFinal(String requestId, HttpResponse<String> answer)
            throws JsonProcessingException {
        int status = answer.statusCode();
        if (status == ACCEPTED) {
            var at = JSON.readTree(answer.body()).path("submission");
            acknowledged.add(
                    new Place(
                            at.path("topic").asText(),
                            at.path("partition").asInt(),
                            at.path("offset").asLong()));
            return true;
        }
        if (status == TOO_MANY || status >= SERVER_ERROR) {
            return false;
        }
        problems.add(
                "a valid request over HTTP was answered %d: %s %s"
                        .formatted(status, requestId, answer.body()));
        return true;
    }

    /** Waits until each is taken or given up. */
    void await() throws InterruptedException {
        threads.shutdown();
        var _ = threads.awaitTermination(TRIES * 2L, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
    }
}
