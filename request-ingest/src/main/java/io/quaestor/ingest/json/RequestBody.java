package io.quaestor.ingest.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.event.LlmRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A body as it is read. */
public sealed interface RequestBody {

    /**
     * It is a JSON object.
     *
     * @param request what could be read; where a fault is, it holds something neutral
     * @param faults what could not; none of it is among the faults of the rules
     */
    record Read(LlmRequest request, List<Fault> faults) implements RequestBody {}

    /** It is no JSON object at all; {@code detail} says where that shows. */
    record Malformed(String detail) implements RequestBody {}

    /** Not the default: a field named twice or something behind the object is no request. */
    JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    static RequestBody of(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree instanceof ObjectNode object
                    ? RequestJson.read(object)
                    : new Malformed("The body is no JSON object.");
        } catch (JacksonException malformed) {
            var at = malformed.getLocation();
            return new Malformed(
                    at == null
                            ? "The body is no JSON."
                            : "The body is no JSON: line %d, column %d."
                                    .formatted(at.getLineNr(), at.getColumnNr()));
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot be read", e);
        }
    }
}
