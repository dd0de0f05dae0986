package io.quaestor.simulator.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;

/** Random schemas that can be satisfied, with every keyword that the simulator claims. */
final class RandomSchema {

    private static final String[] NAMES = {
        "summary",
        "title",
        "wordCount",
        "keywords",
        "year",
        "confidence",
        "quote",
        "items",
        "is_urgent",
        "speaker",
        "date",
        "zzz",
        "sentences",
        "rating"
    };
    private static final String[] FORMATS = {
        "date", "date-time", "email", "uri", "uuid", "ipv4", "ipv6", "hostname", "unknown-format"
    };

    private final SplittableRandom random;

    RandomSchema(SplittableRandom random) {
        this.random = random;
    }

    /** An object schema with definitions, some of which are referred to. */
    ObjectNode root() {
        ObjectNode root = object(3);
        ObjectNode definitions = root.putObject("$defs");
        definitions.set("leaf", leaf());
        ObjectNode node = definitions.putObject("node").put("type", "object");
        node.putObject("properties").set("value", leaf());
        ObjectNode children = ((ObjectNode) node.get("properties")).putObject("children");
        children.put("type", "array").putObject("items").put("$ref", "#/$defs/node");
        node.putArray("required").add("value");
        return root;
    }

    private ObjectNode any(int depth) {
        if (depth == 0) {
            return leaf();
        }
        return switch (random.nextInt(9)) {
            case 0, 1 -> object(depth - 1);
            case 2 -> array(depth - 1);
            case 3 -> reference(random.nextBoolean() ? "leaf" : "node");
            case 4 -> choice(depth - 1);
            case 5 -> allOf(depth - 1);
            default -> leaf();
        };
    }

    private ObjectNode object(int depth) {
        ObjectNode schema = node("object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        int count = random.nextInt(0, 6);
        for (int i = 0; i < count; i++) {
            String name = NAMES[random.nextInt(NAMES.length)];
            if (!properties.has(name)) {
                properties.set(name, any(depth));
                if (random.nextBoolean()) {
                    required.add(name);
                }
            }
        }
        switch (random.nextInt(4)) {
            case 0 -> schema.put("additionalProperties", false);
            case 1 -> schema.put("minProperties", 4).set("additionalProperties", leaf());
            case 2 -> schema.put("maxProperties", Math.max(1, required.size()));
            default -> required.add("undeclared");
        }
        return schema;
    }

    private ObjectNode array(int depth) {
        ObjectNode schema = node("array");
        int least = random.nextInt(0, 7);
        schema.put("minItems", least);
        if (random.nextBoolean()) {
            schema.put("maxItems", least + random.nextInt(0, 4));
        }
        if (random.nextInt(3) == 0) {
            schema.put("uniqueItems", true)
                    .set("items", random.nextBoolean() ? string(20, 200) : wide());
        } else if (random.nextInt(4) == 0) {
            schema.putArray("prefixItems").add(leaf()).add(any(depth));
        } else {
            schema.set("items", any(depth));
        }
        return schema;
    }

    private ObjectNode choice(int depth) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (random.nextBoolean()) {
            schema.putArray("anyOf").add(any(depth)).add(node("null"));
            return schema;
        }
        ArrayNode branches = schema.put("type", "object").putArray("oneOf");
        for (String kind : new String[] {"first", "second"}) {
            ObjectNode branch = branches.addObject();
            branch.putObject("properties")
                    .set("kind", JsonNodeFactory.instance.objectNode().put("const", kind));
            ((ObjectNode) branch.get("properties")).set("body", any(depth));
            branch.putArray("required").add("kind").add("body");
        }
        return schema;
    }

    private ObjectNode allOf(int depth) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        ObjectNode one = node("object");
        one.putObject("properties").set("summary", string(0, 100));
        one.putArray("required").add("summary");
        ObjectNode two = node("object");
        ((ObjectNode) two.putObject("properties").set("summary", string(5, 300)))
                .set("other", any(depth));
        two.putArray("required").add("other");
        schema.putArray("allOf").add(one).add(two);
        return schema;
    }

    private ObjectNode leaf() {
        return switch (random.nextInt(10)) {
            case 0 -> integer();
            case 1 -> number();
            case 2 -> node("boolean");
            case 3 -> enumeration();
            case 4 -> JsonNodeFactory.instance.objectNode().put("const", random.nextInt());
            case 5 -> node("string").put("format", FORMATS[random.nextInt(FORMATS.length)]);
            case 6 ->
                    node("string")
                            .put("pattern", random.nextBoolean() ? "^[a-z]{4,9}$" : "\\d{2,4}");
            case 7 -> nullable();
            case 8 -> wide();
            default -> {
                int least = random.nextInt(0, 60);
                yield string(least, least + random.nextInt(0, 60));
            }
        };
    }

    private ObjectNode nullable() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("type").add("null").add("string");
        return schema;
    }

    private ObjectNode string(int least, int most) {
        return node("string").put("minLength", least).put("maxLength", most);
    }

    private ObjectNode enumeration() {
        ObjectNode schema = node("string");
        schema.putArray("enum").add("war").add("peace").add("navy");
        return schema;
    }

    private ObjectNode wide() {
        return node("integer").put("minimum", 0).put("maximum", 1_000_000);
    }

    private ObjectNode integer() {
        ObjectNode schema = node("integer");
        int low = random.nextInt(-100_000, 100_000);
        switch (random.nextInt(5)) {
            case 0 -> schema.put("minimum", low).put("maximum", low + random.nextInt(0, 5));
            case 1 -> schema.put("exclusiveMinimum", low).put("exclusiveMaximum", low + 2);
            case 2 -> schema.put("minimum", low + 0.5).put("multipleOf", random.nextInt(1, 50));
            case 3 -> schema.put("maximum", low);
            default -> schema.put("minimum", low);
        }
        return schema;
    }

    private ObjectNode number() {
        ObjectNode schema = node("number");
        double low = random.nextInt(-1_000, 1_000) / 8.0;
        switch (random.nextInt(5)) {
            case 0 -> schema.put("minimum", 0).put("maximum", 1);
            case 1 -> schema.put("exclusiveMinimum", low).put("exclusiveMaximum", low + 0.25);
            case 2 -> schema.put("minimum", low).put("multipleOf", 0.25);
            case 3 -> schema.put("exclusiveMaximum", low);
            default -> schema.put("minimum", low);
        }
        return schema;
    }

    private static ObjectNode reference(String definition) {
        return JsonNodeFactory.instance.objectNode().put("$ref", "#/$defs/" + definition);
    }

    private static ObjectNode node(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
