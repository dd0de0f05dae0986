package io.quaestor.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Arrays of a schema answer: three items unless the schema's bounds say otherwise. */
final class ArrayAnswer {

    private static final int USUAL_ITEMS = 3;
    private static final int MAX_ITEMS = 1_000;

    /** Picks tried beyond the wanted count before distinct items are given up. */
    private static final int SPARE_PICKS = 100;

    private ArrayAnswer() {}

    static Optional<JsonNode> value(
            SchemaAnswer answer, ObjectNode schema, String name, boolean withOptional, int depth) {
        long least = schema.path("minItems").asLong(0);
        long most = schema.path("maxItems").asLong(Long.MAX_VALUE);
        JsonNode prefix = schema.path("prefixItems");
        long usual = Math.max(prefix.size(), USUAL_ITEMS);
        long wanted = Math.min(Math.max(least, withOptional ? usual : 0), most);
        if (least > MAX_ITEMS) {
            return answer.refused("more than " + MAX_ITEMS + " items at '" + name + "'");
        }
        boolean unique = schema.path("uniqueItems").asBoolean(false);
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        Set<JsonNode> seen = new HashSet<>();
        for (int pick = 0; array.size() < wanted && pick < wanted + SPARE_PICKS; pick++) {
            JsonNode item = itemSchema(schema, prefix, array.size());
            if (item.isBoolean() && !item.asBoolean()) {
                break;
            }
            Optional<JsonNode> value = answer.value(item, name, pick, depth + 1);
            if (value.isEmpty()) {
                break;
            }
            if (!unique || seen.add(value.get())) {
                array.add(value.get());
            }
        }
        return array.size() >= least ? Optional.of(array) : Optional.empty();
    }

    private static JsonNode itemSchema(ObjectNode schema, JsonNode prefix, int index) {
        if (index < prefix.size()) {
            return prefix.get(index);
        }
        return schema.has("items") ? schema.get("items") : BooleanNode.TRUE;
    }
}
