package io.quaestor.simulator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.simulator.call.TokenUsage;
import io.quaestor.simulator.log.CallEnd;
import io.quaestor.simulator.log.CallOutcome;
import io.quaestor.simulator.log.CallStats;
import io.quaestor.simulator.log.LoggedCall;
import io.quaestor.simulator.protocol.Json;
import java.util.HexFormat;

/** The call log and its counts as JSON; the README documents the fields. */
final class CallJson {

    private CallJson() {}

    static ObjectNode call(LoggedCall call) {
        ObjectNode json = Json.object();
        json.put("sequence", call.sequence());
        json.put("protocol", call.arrival().protocol().code());
        json.put("model", call.arrival().model());
        json.put("credential", call.arrival().credential());
        json.put("attempt", call.arrival().attempt());
        json.put("traceparent", call.arrival().traceparent());
        json.put("promptSha256", HexFormat.of().formatHex(call.arrival().promptSha256()));
        json.put("arrivedAtMs", call.arrival().arrivedAtMillis());
        if (call.end().isEmpty()) {
            json.putNull("finishedAtMs").putNull("status").putNull("usage");
            return json.put("outcome", CallOutcome.OPEN.code());
        }
        CallEnd end = call.end().get();
        json.put("finishedAtMs", call.finishedAtMillis());
        json.put("status", end.status());
        json.putNull("usage");
        end.usage().ifPresent(usage -> json.set("usage", usage(usage)));
        return json.put("outcome", end.outcome().code());
    }

    static ObjectNode stats(CallStats stats) {
        ObjectNode json = Json.object();
        json.put("open", stats.open());
        json.put("maxOpen", stats.maxOpen());
        json.put("calls", stats.calls());
        var models = json.putArray("models");
        for (CallStats.ModelStats model : stats.models()) {
            models.addObject()
                    .put("protocol", model.protocol())
                    .put("model", model.model())
                    .put("open", model.open())
                    .put("maxOpen", model.maxOpen())
                    .put("calls", model.calls());
        }
        ObjectNode byStatus = json.putObject("byStatus");
        stats.byStatus().forEach((status, count) -> byStatus.put(String.valueOf(status), count));
        ObjectNode byOutcome = json.putObject("byOutcome");
        stats.byOutcome().forEach((outcome, count) -> byOutcome.put(outcome.code(), count));
        ObjectNode log = json.putObject("log");
        log.put("entries", stats.logged()).put("dropped", stats.dropped());
        log.put("limit", stats.logLimit());
        return json;
    }

    private static ObjectNode usage(TokenUsage usage) {
        return Json.object()
                .put("input", usage.input())
                .put("output", usage.output())
                .put("cached", usage.cached())
                .put("cacheWrite", usage.cacheWrite())
                .put("reasoning", usage.reasoning());
    }
}
