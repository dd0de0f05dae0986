package io.quaestor.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Joins two values of the same schema keyword, as {@code allOf} demands. */
final class KeywordJoin {

    private static final Set<String> LOWER_BOUNDS =
            Set.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");
    private static final Set<String> UPPER_BOUNDS =
            Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");

    private KeywordJoin() {}

    /** Both at once, or empty when the two cannot be joined. */
    static Optional<JsonNode> join(String name, JsonNode ours, JsonNode theirs) {
        if (LOWER_BOUNDS.contains(name) && ours.isNumber() && theirs.isNumber()) {
            return Optional.of(
                    ours.decimalValue().compareTo(theirs.decimalValue()) >= 0 ? ours : theirs);
        }
        if (UPPER_BOUNDS.contains(name) && ours.isNumber() && theirs.isNumber()) {
            return Optional.of(
                    ours.decimalValue().compareTo(theirs.decimalValue()) <= 0 ? ours : theirs);
        }
        return switch (name) {
            case "properties" -> Optional.of(properties(ours, theirs));
            case "required" -> Optional.of(array(union(strings(ours), strings(theirs))));
            case "type" -> intersection(strings(ours), strings(theirs));
            case "enum" -> common(ours, theirs);
            case "items", "additionalProperties" -> Optional.of(both(ours, theirs));
            case "title",
                    "description",
                    "$defs",
                    "definitions",
                    "default",
                    "examples",
                    "$comment",
                    "$id",
                    "$schema" ->
                    Optional.of(ours);
            default -> Optional.empty();
        };
    }

    private static JsonNode properties(JsonNode ours, JsonNode theirs) {
        ObjectNode properties = ours.deepCopy();
        for (var property : theirs.properties()) {
            JsonNode mine = properties.get(property.getKey());
            properties.set(
                    property.getKey(),
                    mine == null ? property.getValue() : both(mine, property.getValue()));
        }
        return properties;
    }

    private static JsonNode both(JsonNode ours, JsonNode theirs) {
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        both.putArray("allOf").add(ours).add(theirs);
        return both;
    }

    private static Optional<JsonNode> common(JsonNode ours, JsonNode theirs) {
        ArrayNode common = JsonNodeFactory.instance.arrayNode();
        for (JsonNode mine : ours) {
            for (JsonNode other : theirs) {
                if (mine.equals(other)) {
                    common.add(mine);
                }
            }
        }
        return Optional.of(common);
    }

    private static Optional<JsonNode> intersection(Set<String> ours, Set<String> theirs) {
        Set<String> both = new LinkedHashSet<>(ours);
        both.retainAll(theirs);
        boolean narrowed = ours.contains("number") && theirs.contains("integer");
        boolean widened = ours.contains("integer") && theirs.contains("number");
        if (narrowed || widened) {
            both.add("integer");
        }
        return both.isEmpty() ? Optional.empty() : Optional.of(array(both));
    }

    private static Set<String> union(Set<String> ours, Set<String> theirs) {
        Set<String> union = new LinkedHashSet<>(ours);
        union.addAll(theirs);
        return union;
    }

    /** A string, or the strings of an array. */
    static Set<String> strings(JsonNode node) {
        Set<String> strings = new LinkedHashSet<>();
        if (node.isTextual()) {
            strings.add(node.asText());
        }
        node.forEach(each -> strings.add(each.asText()));
        return strings;
    }

    private static ArrayNode array(Set<String> strings) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        strings.forEach(array::add);
        return array;
    }
}
