package io.quaestor.router.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.Tool;
import io.quaestor.router.provider.JsonText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tool whose forced call carries a JSON answer. Pure.
 *
 * @param name unlike every tool of the request
 * @param schema of its input; always that of an object, as Bedrock demands
 * @param wrapped the wanted schema is no object's and lies under {@value #VALUE}
 */
public record AnswerTool(String name, ObjectNode schema, boolean wrapped) {

    private static final String VALUE = "value";

    /** Local references keep working when the schema moves one level down. */
    private static final List<String> DEFINITIONS = List.of("$defs", "definitions");

    /** The tool for the request's response format; empty when text is wanted. */
    public static Optional<AnswerTool> of(LlmRequest request) {
        ResponseFormat format = request.getResponseFormat();
        ResponseKind kind = format == null ? ResponseKind.TEXT : format.getKind();
        return switch (kind) {
            case UNKNOWN, TEXT -> Optional.empty();
            case JSON_OBJECT ->
                    Optional.of(new AnswerTool(freeName("answer", request), anyObject(), false));
            case JSON_SCHEMA -> {
                ObjectNode schema = JsonText.object(format.getSchema$(), "responseFormat.schema");
                String name = freeName(JsonText.name(format.getName(), "answer"), request);
                yield Optional.of(
                        isObject(schema)
                                ? new AnswerTool(name, schema, false)
                                : new AnswerTool(name, wrap(schema), true));
            }
        };
    }

    /** The answer in the form the requester asked for. */
    public String answer(JsonNode input) {
        return JsonText.of(wrapped && input.has(VALUE) ? input.path(VALUE) : input);
    }

    private static String freeName(String wanted, LlmRequest request) {
        Set<String> taken =
                request.getTools().stream().map(Tool::getName).collect(Collectors.toSet());
        String name = wanted;
        for (int i = 2; taken.contains(name); i++) {
            name = wanted.substring(0, Math.min(wanted.length(), 56)) + "_" + i;
        }
        return name;
    }

    private static boolean isObject(ObjectNode schema) {
        return schema.path("type").asText().equals("object");
    }

    private static ObjectNode anyObject() {
        return JsonNodeFactory.instance.objectNode().put("type", "object");
    }

    private static ObjectNode wrap(ObjectNode schema) {
        ObjectNode inner = schema.deepCopy();
        ObjectNode outer = anyObject();
        outer.putObject("properties").set(VALUE, inner);
        outer.putArray("required").add(VALUE);
        for (String definitions : DEFINITIONS) {
            JsonNode moved = inner.remove(definitions);
            if (moved != null) {
                outer.set(definitions, moved);
            }
        }
        return outer;
    }
}
