package io.quaestor.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings one level of a schema into a form without {@code $ref} and {@code allOf}. */
final class SchemaMerge {

    /** A flat schema, or the keyword that the simulator does not understand. */
    sealed interface Outcome {}

    record Flat(ObjectNode schema) implements Outcome {}

    record Unsupported(String keyword) implements Outcome {}

    /** A chain of references longer than this is a circle. */
    private static final int MAX_HOPS = 32;

    /** Ignoring one of these could make the answer invalid. */
    private static final List<String> UNSUPPORTED =
            List.of(
                    "not",
                    "if",
                    "contains",
                    "dependentRequired",
                    "dependentSchemas",
                    "dependencies",
                    "propertyNames",
                    "patternProperties",
                    "$dynamicRef");

    private SchemaMerge() {}

    static Outcome flatten(ObjectNode schema, JsonNode root) {
        return flatten(schema, root, 0);
    }

    private static Outcome flatten(ObjectNode schema, JsonNode root, int hops) {
        Optional<String> unsupported = UNSUPPORTED.stream().filter(schema::has).findFirst();
        if (unsupported.isPresent()) {
            return new Unsupported(unsupported.get());
        }
        if (!schema.has("$ref") && !schema.has("allOf")) {
            return new Flat(schema);
        }
        if (hops > MAX_HOPS) {
            return new Unsupported("a circle of $ref or allOf");
        }
        ObjectNode merged = schema.deepCopy();
        merged.remove(List.of("$ref", "allOf"));
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        if (schema.has("$ref")) {
            String reference = schema.get("$ref").asText();
            if (!reference.startsWith("#") || target(reference, root).isMissingNode()) {
                return new Unsupported("$ref " + reference);
            }
            parts.add(target(reference, root));
        }
        schema.path("allOf").forEach(parts::add);
        for (JsonNode part : parts) {
            if (part.isBoolean() && part.asBoolean()) {
                continue;
            }
            if (!part.isObject()) {
                return new Unsupported("allOf of something that is no schema");
            }
            switch (flatten((ObjectNode) part, root, hops + 1)) {
                case Unsupported problem -> {
                    return problem;
                }
                case Flat(ObjectNode flat) -> {
                    Optional<String> clash = add(merged, flat);
                    if (clash.isPresent()) {
                        return new Unsupported(clash.get());
                    }
                }
            }
        }
        return new Flat(merged);
    }

    /** The type to answer with; where the schema names none, what its keywords imply. */
    static String type(ObjectNode schema) {
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            return type.asText();
        }
        for (JsonNode each : type) {
            if (!each.asText().equals("null")) {
                return each.asText();
            }
        }
        if (type.size() == 1) {
            return "null";
        }
        if (schema.has("properties") || schema.has("required")) {
            return "object";
        }
        if (schema.has("items") || schema.has("prefixItems")) {
            return "array";
        }
        boolean numeric =
                schema.has("minimum") || schema.has("maximum") || schema.has("multipleOf");
        return numeric ? "number" : "string";
    }

    /** Whether {@code value} has a type that the schema names; all have where it names none. */
    static boolean allowsType(ObjectNode schema, JsonNode value) {
        JsonNode type = schema.path("type");
        if (type.isMissingNode()) {
            return true;
        }
        Set<String> names = KeywordJoin.strings(type);
        return switch (value.getNodeType()) {
            case STRING -> names.contains("string");
            case BOOLEAN -> names.contains("boolean");
            case NULL -> names.contains("null");
            case ARRAY -> names.contains("array");
            case OBJECT -> names.contains("object");
            case NUMBER ->
                    names.contains("number")
                            || (names.contains("integer")
                                    && value.decimalValue().stripTrailingZeros().scale() <= 0);
            case BINARY, MISSING, POJO -> false;
        };
    }

    private static JsonNode target(String reference, JsonNode root) {
        return reference.equals("#") ? root : root.at(reference.substring(1));
    }

    /** Adds {@code part}'s keywords; returns the one on which the two cannot be joined. */
    private static Optional<String> add(ObjectNode merged, ObjectNode part) {
        for (var keyword : part.properties()) {
            String name = keyword.getKey();
            JsonNode theirs = keyword.getValue();
            JsonNode ours = merged.get(name);
            if (ours == null) {
                merged.set(name, theirs);
            } else if (!ours.equals(theirs)) {
                Optional<JsonNode> joined = KeywordJoin.join(name, ours, theirs);
                if (joined.isEmpty()) {
                    return Optional.of("two different '" + name + "' in allOf");
                }
                merged.set(name, joined.get());
            }
        }
        return Optional.empty();
    }
}
