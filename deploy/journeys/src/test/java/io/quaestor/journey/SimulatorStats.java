package io.quaestor.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The simulator's own counts of calls, and its log. */
final class SimulatorStats {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;
    private final String log;

    SimulatorStats(String simulator) {
        address = URI.create(simulator + "/simulator/stats");
        log = simulator + "/simulator/calls?limit=10000&since=";
    }

    /** Calls of a model that are open now. */
    int open(String model) {
        return of(model).path("open").asInt();
    }

    /** Calls of a model so far. */
    int calls(String model) {
        return of(model).path("calls").asInt();
    }

    /** The most that were open at once. */
    int maxOpen(String model) {
        return of(model).path("maxOpen").asInt();
    }

    /**
     * One call of the log.
     *
     * @param status that was answered
     * @param tokens that were answered, input and output
     */
    record Call(Instant arrivedAt, int status, long tokens) {}

    /** The calls of a model that were answered, as they arrived. */
    List<Call> answered(String model) {
        var calls = new ArrayList<Call>();
        for (var call : log()) {
            if (call.path("model").asText().equals(model)
                    && call.path("outcome").asText().equals("answered")) {
                var usage = call.path("usage");
                calls.add(
                        new Call(
                                Instant.ofEpochMilli(call.path("arrivedAtMs").asLong()),
                                call.path("status").asInt(),
                                usage.path("input").asLong() + usage.path("output").asLong()));
            }
        }
        calls.sort(Comparator.comparing(Call::arrivedAt));
        return calls;
    }

    /** Page by page, to its end. */
    private List<JsonNode> log() {
        var calls = new ArrayList<JsonNode>();
        for (boolean isMore = true; isMore; ) {
            long last = calls.isEmpty() ? 0 : calls.getLast().path("sequence").asLong();
            var page = read(URI.create(log + last)).path("calls");
            page.forEach(calls::add);
            isMore = !page.isEmpty();
        }
        return calls;
    }

    private JsonNode of(String model) {
        for (var of : read(address).path("models")) {
            if (of.path("model").asText().equals(model)) {
                return of;
            }
        }
        return JSON.createObjectNode();
    }

    private JsonNode read(URI address) {
        try {
            var answer =
                    http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError("the simulator cannot be asked: " + address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
