package io.quaestor.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.cli.stack.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Edge: the simulator's call log, page by page. */
final class HttpCallLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int PAGE = 1_000;
    private static final int OK = 200;

    private final String simulator;

    HttpCallLog(String simulator) {
        this.simulator = simulator;
    }

    List<LoggedCall> calls() {
        var calls = new ArrayList<LoggedCall>();
        try (var client = HttpClient.newHttpClient()) {
            long since = 0;
            for (var page = page(client, since);
                    !page.path("calls").isEmpty();
                    page = page(client, since)) {
                page.path("calls").forEach(call -> calls.add(call(call)));
                since = page.path("next").asLong();
            }
        }
        return calls;
    }

    private static LoggedCall call(JsonNode call) {
        boolean answered =
                call.path("outcome").asText().equals("answered")
                        && call.path("status").asInt() == OK;
        return new LoggedCall(call.path("attempt").asText(), answered);
    }

    private JsonNode page(HttpClient client, long since) {
        var address =
                URI.create(
                        "%s/simulator/calls?since=%d&limit=%d".formatted(simulator, since, PAGE));
        try {
            var request = HttpRequest.newBuilder(address).timeout(ANSWER).build();
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new CommandFailure(
                        "the simulator's call log answers " + response.statusCode());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new CommandFailure("the simulator's call log cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }
}
