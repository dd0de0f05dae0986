package io.quaestor.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.simulator.auth.AccessKey;
import io.quaestor.simulator.http.SimulatorServer;
import io.quaestor.simulator.script.Script;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** A simulator on a free port, and a plain HTTP client for it. */
final class RunningSimulator implements AutoCloseable {

    static final String KEY = "sk-test-0123456789";
    static final AccessKey ACCESS_KEY = new AccessKey("AKIDSIMULATOR", "secret/of+the=simulator");
    static final ObjectMapper JSON = new ObjectMapper();

    private static final long POLL_NANOS = 20_000_000;

    final SimulatorServer server;
    final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningSimulator() throws InterruptedException, IOException {
        this(Optional.empty());
    }

    /**
     * @param callLogFile where the call log is also written, if anywhere
     */
    RunningSimulator(Optional<Path> callLogFile) throws InterruptedException, IOException {
        server =
                Simulator.start(
                        new SimulatorSettings(
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                List.of(KEY),
                                List.of(ACCESS_KEY),
                                1,
                                10_000,
                                callLogFile),
                        Script.PLAIN);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpRequest.Builder chat(String body) {
        return HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .header("authorization", "Bearer " + KEY)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    /** A chat request with one user message. */
    static String chatBody(String prompt) {
        var body = JSON.createObjectNode().put("model", "gpt-test");
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return body.toString();
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> sendLater(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> ask(String prompt) throws IOException, InterruptedException {
        return send(chat(chatBody(prompt)));
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri(path)).GET());
        return JSON.readTree(response.body());
    }

    JsonNode lastCall() throws IOException, InterruptedException {
        JsonNode calls = get("/simulator/calls").path("calls");
        return calls.get(calls.size() - 1);
    }

    HttpResponse<String> script(String json) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri("/simulator/script"))
                        .PUT(BodyPublishers.ofString(json)));
    }

    /** Waits until exactly {@code open} calls are open; the test's own time limit ends it. */
    void awaitOpen(int open) throws IOException, InterruptedException {
        while (get("/simulator/stats").path("open").asInt() != open) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.close();
    }
}
