package io.quaestor.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Enums of a schema answer: the value that the document mentions most, then the next. */
final class EnumAnswer {

    private EnumAnswer() {}

    static Optional<JsonNode> value(ObjectNode schema, Reading reading, int pick) {
        List<JsonNode> values = new ArrayList<>();
        schema.get("enum").forEach(value -> values.add(value));
        values.removeIf(value -> !SchemaMerge.allowsType(schema, value));
        if (values.isEmpty()) {
            return Optional.empty();
        }
        values.sort(
                Comparator.comparingInt(
                        value -> value.isTextual() ? -reading.mentions(value.asText()) : 0));
        return Optional.of(values.get(pick % values.size()));
    }
}
