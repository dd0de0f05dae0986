package io.quaestor.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A JSON value that satisfies a schema and is made of the document: strings are its sentences and
 * words, integers its counts.
 *
 * <p>Understands local {@code $ref}, {@code allOf}, {@code anyOf}, {@code oneOf} (the first branch
 * that can be satisfied), {@code enum}, {@code const}, types, lengths, bounds, patterns that the
 * document happens to contain, and formats. Any other keyword that could make the answer wrong is
 * refused by name.
 */
final class SchemaAnswer {

    /** Either the value or why there is none. */
    sealed interface Result {}

    record Satisfied(JsonNode value) implements Result {}

    record Unsatisfied(String reason) implements Result {}

    /** Optional parts of recursive schemas end here; required ones may go on to the hard bound. */
    private static final int OPTIONAL_DEPTH = 6;

    private static final int MAX_DEPTH = 40;

    /** A schema can multiply: arrays of arrays. A real model would hit its token limit first. */
    private static final int MAX_VALUES = 20_000;

    private final JsonNode root;
    private final Reading reading;
    private final StringAnswer strings;
    private final NumberAnswer numbers;
    private int values;
    private String problem = "";

    private SchemaAnswer(JsonNode root, Reading reading) {
        this.root = root;
        this.reading = reading;
        this.strings = new StringAnswer(reading);
        this.numbers = new NumberAnswer(reading);
    }

    static Result to(JsonNode schema, Reading reading) {
        SchemaAnswer answer = new SchemaAnswer(schema, reading);
        Optional<JsonNode> value = answer.value(schema, "", 0, 0);
        return value.isPresent()
                ? new Satisfied(value.get())
                : new Unsatisfied(
                        "the simulator cannot satisfy the schema: "
                                + (answer.problem.isEmpty() ? "no value fits" : answer.problem));
    }

    /**
     * One value.
     *
     * @param name the property that will hold it, which says what it should mean
     * @param pick which of several fitting values to take: array items count upwards
     */
    Optional<JsonNode> value(JsonNode schema, String name, int pick, int depth) {
        if (schema.isBoolean()) {
            return schema.asBoolean()
                    ? strings.value(JsonNodeFactory.instance.objectNode(), name, pick)
                    : refused("a false schema at '" + name + "'");
        }
        if (!schema.isObject()) {
            return refused("a schema that is no object at '" + name + "'");
        }
        if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
            return refused("it asks for more depth or more values than the simulator gives");
        }
        return switch (SchemaMerge.flatten((ObjectNode) schema, root)) {
            case SchemaMerge.Unsupported(String keyword) -> refused("unsupported: " + keyword);
            case SchemaMerge.Flat(ObjectNode flat) -> flatValue(flat, name, pick, depth);
        };
    }

    private Optional<JsonNode> flatValue(ObjectNode flat, String name, int pick, int depth) {
        for (String choice : new String[] {"oneOf", "anyOf"}) {
            if (flat.has(choice)) {
                return branch(flat, choice, name, pick, depth);
            }
        }
        if (flat.has("const")) {
            return Optional.of(flat.get("const"));
        }
        if (flat.has("enum")) {
            return EnumAnswer.value(flat, reading, pick).or(() -> refused("an empty enum"));
        }
        Optional<JsonNode> value = typed(flat, SchemaMerge.type(flat), name, pick, depth);
        return value.or(() -> refused("no value for '" + name + "'"));
    }

    private Optional<JsonNode> branch(
            ObjectNode flat, String choice, String name, int pick, int depth) {
        ObjectNode base = flat.deepCopy();
        base.remove(choice);
        for (JsonNode branch : flat.get(choice)) {
            ObjectNode both = JsonNodeFactory.instance.objectNode();
            both.putArray("allOf").add(base).add(branch);
            Optional<JsonNode> value = value(both, name, pick, depth + 1);
            if (value.isPresent()) {
                return value;
            }
        }
        return refused("no branch of " + choice + " at '" + name + "'");
    }

    private Optional<JsonNode> typed(
            ObjectNode flat, String type, String name, int pick, int depth) {
        return switch (type) {
            case "object" -> ObjectAnswer.value(this, flat, depth < OPTIONAL_DEPTH, depth);
            case "array" -> ArrayAnswer.value(this, flat, name, depth < OPTIONAL_DEPTH, depth);
            case "string" -> strings.value(flat, name, pick);
            case "integer" -> numbers.integer(flat, name, pick);
            case "number" -> numbers.number(flat, name, pick);
            case "boolean" ->
                    Optional.of(BooleanNode.valueOf((reading.mentions(name) > 0) == (pick == 0)));
            case "null" -> Optional.of(NullNode.getInstance());
            default -> refused("unknown type '" + type + "'");
        };
    }

    /** Words for keys that a schema asks for without naming them. */
    String freeKey(int index) {
        var words = reading.frequentWords(index + 1);
        return words.size() > index ? words.get(index) : "key" + index;
    }

    Optional<JsonNode> refused(String reason) {
        if (problem.isEmpty()) {
            problem = reason;
        }
        return Optional.empty();
    }
}
