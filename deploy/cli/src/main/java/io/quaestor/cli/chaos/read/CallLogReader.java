package io.quaestor.cli.chaos.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.cli.chaos.fact.Facts.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;

/** Edge: the file that the simulator writes its call log to, over all its starts. */
public final class CallLogReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A call has a line for each of its states; sequences begin anew with each start. */
    private record CallId(long sequence, long arrived) {}

    /** Every call as its last line has it, in the order of arrival. */
    public static List<Call> read(Path file) {
        var calls = new LinkedHashMap<CallId, Call>();
        try (var lines = Files.lines(file)) {
            for (var line : (Iterable<String>) lines::iterator) {
                var json = JSON.readTree(line);
                calls.put(
                        new CallId(
                                json.path("sequence").asLong(), json.path("arrivedAtMs").asLong()),
                        call(json));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the simulator's call log cannot be read", e);
        }
        return List.copyOf(calls.values());
    }

    private static Call call(JsonNode json) {
        var finished = json.path("finishedAtMs");
        return new Call(
                json.path("attempt").asText(),
                json.path("arrivedAtMs").asLong(),
                finished.isNumber() ? OptionalLong.of(finished.asLong()) : OptionalLong.empty(),
                json.path("status").asInt(0),
                json.path("outcome").asText(),
                json.path("usage").isObject());
    }

    private CallLogReader() {}
}
