package io.quaestor.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** The simulator's own counts of calls. */
final class SimulatorStats {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;

    SimulatorStats(String simulator) {
        address = URI.create(simulator + "/simulator/stats");
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

    private JsonNode of(String model) {
        for (var of : read().path("models")) {
            if (of.path("model").asText().equals(model)) {
                return of;
            }
        }
        return JSON.createObjectNode();
    }

    private JsonNode read() {
        try {
            var answer =
                    http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError("the simulator's counts cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
