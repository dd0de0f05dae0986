package io.quaestor.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.cli.stack.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Edge: asks a service over HTTP; what it refuses becomes one sentence of its problem document.
 *
 * @param token sent as bearer, never printed
 */
public record ServiceClient(URI base, Optional<String> token) {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Most a service gives at once. */
    private static final int PAGE = 500;

    @Override
    public String toString() {
        return base.toString();
    }

    /** One document. */
    public ObjectNode get(String path) {
        return object(ask(path));
    }

    /** Asks for something to be ended; what it answers about it. */
    public ObjectNode delete(String path, Map<String, String> query) {
        return object(ask("DELETE", query.isEmpty() ? path : path + "?" + text(query)));
    }

    /** The items of a list that is short by itself. */
    public List<ObjectNode> items(String path) {
        var items = new ArrayList<ObjectNode>();
        get(path).path("items").forEach(item -> items.add(object(item)));
        return items;
    }

    /** The items of a paged list, at most so many. */
    public List<ObjectNode> list(String path, Map<String, String> query, int most) {
        var items = new ArrayList<ObjectNode>();
        var cursor = Optional.<String>empty();
        do {
            var page = object(ask(path + "?" + text(query, most - items.size(), cursor)));
            page.path("items").forEach(item -> items.add(object(item)));
            cursor = Optional.ofNullable(page.path("next").textValue());
        } while (cursor.isPresent() && items.size() < most);
        return items;
    }

    private static String text(Map<String, String> query, int most, Optional<String> cursor) {
        var all = new TreeMap<>(query);
        all.put("limit", Integer.toString(Math.min(PAGE, most)));
        cursor.ifPresent(at -> all.put("cursor", at));
        return text(all);
    }

    private static String text(Map<String, String> query) {
        return query.entrySet().stream()
                .map(
                        entry ->
                                entry.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private JsonNode ask(String path) {
        return ask("GET", path);
    }

    private JsonNode ask(String method, String path) {
        var request =
                HttpRequest.newBuilder(URI.create(root() + path))
                        .method(method, BodyPublishers.noBody())
                        .timeout(ANSWER);
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        try (var client = HttpClient.newBuilder().connectTimeout(ANSWER).build()) {
            var answer = client.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() != OK && answer.statusCode() != ACCEPTED) {
                throw new CommandFailure(problem(answer));
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new CommandFailure("nobody answers at " + base, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    /** The base without its last slash: it may lie below a path of a proxy. */
    private String root() {
        return base.toString().replaceFirst("/+$", "");
    }

    private String problem(HttpResponse<String> answer) {
        try {
            var problem = JSON.readTree(answer.body());
            var detail = problem.path("detail").asText(problem.path("title").asText(""));
            if (!detail.isEmpty()) {
                return detail;
            }
        } catch (IOException _) {
            // No problem document: the status says what there is to say.
        }
        return "%s answers with status %d".formatted(base, answer.statusCode());
    }

    private ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new CommandFailure(base + " does not answer as Quaestor does");
    }
}
