package io.quaestor.router.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.simulator.Simulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real simulator on a thread of the test, with its call log. */
public final class SimulatorProcess {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final JsonNode ports;

    public SimulatorProcess() {
        try {
            folder = Files.createTempDirectory("simulator");
            Files.writeString(folder.resolve("bearer"), "sk-test");
            Files.writeString(folder.resolve("aws"), "AKIDTEST:secret-of-the-test");
            var portsFile = folder.resolve("ports.json");
            String[] arguments = {
                "--port", "0",
                "--ports-file", portsFile.toString(),
                "--bearer-key", bearerKey(),
                "--access-key", awsKey()
            };
            Thread.ofPlatform().daemon().name("simulator").start(() -> run(arguments));
            Await.until("the simulator listens", () -> Files.exists(portsFile));
            ports = JSON.readTree(Files.readString(portsFile));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(String[] arguments) {
        try {
            Simulator.main(arguments);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public String bearerKey() {
        return "file:" + folder.resolve("bearer");
    }

    public String awsKey() {
        return "file:" + folder.resolve("aws");
    }

    public String openAiUrl() {
        return ports.get("openAiUrl").asText();
    }

    public String bedrockUrl() {
        return ports.get("bedrockUrl").asText();
    }

    public void script(String json) {
        send(
                HttpRequest.newBuilder(at("/simulator/script"))
                        .PUT(HttpRequest.BodyPublishers.ofString(json))
                        .build());
    }

    public int openCalls() {
        return send(HttpRequest.newBuilder(at("/simulator/stats")).build()).get("open").asInt();
    }

    /** The attempt ids of all calls that arrived, in order: job/run/dispatch/attempt. */
    public List<String> attempts() {
        return calls().stream().map(call -> call.get("attempt").asText()).toList();
    }

    /** The W3C header of the call with this attempt id. */
    public String traceparent(String attempt) {
        return calls().stream()
                .filter(call -> call.get("attempt").asText().equals(attempt))
                .map(call -> call.get("traceparent").asText())
                .findFirst()
                .orElseThrow();
    }

    private List<JsonNode> calls() {
        var calls = new ArrayList<JsonNode>();
        long since = 0;
        while (true) {
            var page =
                    send(
                            HttpRequest.newBuilder(
                                            at("/simulator/calls?limit=10000&since=" + since))
                                    .build());
            if (page.get("calls").isEmpty()) {
                return calls;
            }
            page.get("calls").forEach(calls::add);
            since = page.get("next").asLong();
        }
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + ports.get("port").asInt() + path);
    }

    private JsonNode send(HttpRequest request) {
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            return answer.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
