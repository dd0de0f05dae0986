package io.quaestor.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Objects of a schema answer: declared properties in order, then required and demanded ones. */
final class ObjectAnswer {

    private ObjectAnswer() {}

    static Optional<JsonNode> value(
            SchemaAnswer answer, ObjectNode schema, boolean withOptional, int depth) {
        Set<String> required = new LinkedHashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        JsonNode declared = schema.path("properties");
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        int maxProperties = schema.path("maxProperties").asInt(Integer.MAX_VALUE);
        Set<String> names = new LinkedHashSet<>(required);
        int optional = maxProperties - required.size();
        for (String name : fieldNames(declared)) {
            if (!required.contains(name) && withOptional && optional-- > 0) {
                names.add(name);
            }
        }
        for (String name : inDeclaredOrder(declared, names)) {
            JsonNode property = declared.has(name) ? declared.get(name) : additional(schema);
            Optional<JsonNode> value = answer.value(property, name, 0, depth + 1);
            if (value.isPresent()) {
                object.set(name, value.get());
            } else if (required.contains(name)) {
                return Optional.empty();
            }
        }
        return fill(answer, schema, object, depth);
    }

    /** Adds free keys until {@code minProperties} is reached. */
    private static Optional<JsonNode> fill(
            SchemaAnswer answer, ObjectNode schema, ObjectNode object, int depth) {
        int wanted = schema.path("minProperties").asInt(0);
        for (int i = 0; object.size() < wanted; i++) {
            String key = answer.freeKey(i);
            Optional<JsonNode> value = answer.value(additional(schema), key, i, depth + 1);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            object.set(key, value.get());
        }
        return Optional.of(object);
    }

    private static JsonNode additional(ObjectNode schema) {
        return schema.has("additionalProperties")
                ? schema.get("additionalProperties")
                : BooleanNode.TRUE;
    }

    private static Set<String> inDeclaredOrder(JsonNode declared, Set<String> names) {
        Set<String> ordered = fieldNames(declared);
        ordered.retainAll(names);
        ordered.addAll(names);
        return ordered;
    }

    private static Set<String> fieldNames(JsonNode node) {
        Set<String> names = new LinkedHashSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
