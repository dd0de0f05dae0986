package io.quaestor.simulator.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/** Finds a JSON schema written into a system text, the way callers without a schema field do. */
final class SchemaInText {

    /** Objects tried before giving up: a system text full of braces is not scanned for ever. */
    private static final int MAX_CANDIDATES = 16;

    private static final ObjectMapper JSON = new ObjectMapper();

    private SchemaInText() {}

    static Optional<JsonNode> find(String text) {
        int from = text.indexOf('{');
        for (int tried = 0; from >= 0 && tried < MAX_CANDIDATES; tried++) {
            Optional<JsonNode> node = parse(text.substring(from));
            if (node.isPresent() && isSchema(node.get())) {
                return node;
            }
            from = text.indexOf('{', from + 1);
        }
        return Optional.empty();
    }

    /** Reads one value and ignores what follows it. */
    private static Optional<JsonNode> parse(String text) {
        try {
            return Optional.ofNullable(JSON.readTree(text));
        } catch (JsonProcessingException _) {
            return Optional.empty(); // not JSON: an ordinary brace in prose
        }
    }

    private static boolean isSchema(JsonNode node) {
        return node.isObject()
                && (node.path("properties").isObject()
                        || node.has("$schema")
                        || node.path("type").asText().equals("object"));
    }
}
