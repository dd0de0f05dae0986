package io.quaestor.simulator.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.quaestor.simulator.auth.SignedRequest;
import io.quaestor.simulator.log.CallLog;
import io.quaestor.simulator.protocol.Json;
import io.quaestor.simulator.protocol.WireReply;
import io.quaestor.simulator.script.ScriptParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/** The control endpoints: health, script, call log and statistics. Loopback is their only guard. */
public final class ControlDesk {

    private static final int DEFAULT_PAGE = 1_000;

    /** About 4 MB of JSON a page. */
    private static final int MAX_PAGE = 10_000;

    private final CallDesk calls;
    private final CallLog log;

    public ControlDesk(CallDesk calls, CallLog log) {
        this.calls = calls;
        this.log = log;
    }

    WireReply answer(SignedRequest request) {
        return switch (request.method() + " " + request.rawPath()) {
            case "GET /health" -> json(200, Json.object().put("status", "UP"));
            case "GET /simulator/calls" -> calls(request.rawQuery());
            case "DELETE /simulator/calls" -> {
                log.clear();
                yield new WireReply(204, Json.CONTENT_TYPE, List.of(), new byte[0]);
            }
            case "GET /simulator/stats" -> json(200, CallJson.stats(log.stats()));
            case "PUT /simulator/script" -> replaceScript(request.body());
            default ->
                    problem(
                            404,
                            "no such endpoint; providers: POST …/chat/completions, POST"
                                    + " /model/{id}/converse; control: GET /health, GET and DELETE"
                                    + " /simulator/calls, GET /simulator/stats, PUT"
                                    + " /simulator/script");
        };
    }

    private WireReply calls(String rawQuery) {
        QueryStringDecoder query = new QueryStringDecoder(rawQuery, false);
        OptionalLong since = number(query, "since", 0);
        OptionalLong limit = number(query, "limit", DEFAULT_PAGE);
        if (since.isEmpty() || limit.isEmpty()) {
            return problem(400, "since and limit must be whole numbers of at least 0");
        }
        int page = (int) Math.min(limit.getAsLong(), MAX_PAGE);
        ObjectNode body = Json.object();
        ArrayNode array = body.putArray("calls");
        log.since(since.getAsLong(), page).forEach(call -> array.add(CallJson.call(call)));
        long next =
                array.isEmpty()
                        ? since.getAsLong()
                        : array.get(array.size() - 1).path("sequence").asLong();
        body.put("next", next);
        body.put("dropped", log.dropped());
        return json(200, body);
    }

    private WireReply replaceScript(byte[] body) {
        return switch (ScriptParser.parse(new String(body, StandardCharsets.UTF_8))) {
            case ScriptParser.Parsed(var script) -> {
                calls.replace(script);
                yield json(200, Json.object().put("rules", script.rules().size()));
            }
            case ScriptParser.Invalid(List<String> problems) -> {
                ObjectNode reply = Json.object();
                problems.forEach(reply.putArray("problems")::add);
                yield json(400, reply);
            }
        };
    }

    private static OptionalLong number(QueryStringDecoder query, String name, long otherwise) {
        List<String> values = query.parameters().get(name);
        if (values == null) {
            return OptionalLong.of(otherwise);
        }
        String value = values.getFirst();
        return value.matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(value))
                : OptionalLong.empty();
    }

    static WireReply problem(int status, String message) {
        return json(status, Json.object().put("message", message));
    }

    private static WireReply json(int status, ObjectNode body) {
        return new WireReply(status, Json.CONTENT_TYPE, List.of(), Json.bytes(body));
    }
}
