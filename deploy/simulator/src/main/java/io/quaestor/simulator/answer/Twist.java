package io.quaestor.simulator.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quaestor.simulator.call.AnswerFormat;

/** Answers as models give them that do not keep to the form. Pure; the same twist every time. */
public final class Twist {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Twist() {}

    /**
     * The answer in another form than was asked for: each member of an object is of another type,
     * any other value is an object; words where any JSON would do.
     */
    public static Answer amiss(Answer answer, AnswerFormat format) {
        return switch (answer) {
            case Answer.Text(String text, boolean cut) when format instanceof AnswerFormat.Json ->
                    new Answer.Text(amiss(json(text)).toString(), cut);
            case Answer.Text(String text, boolean cut) -> new Answer.Text("In words: " + text, cut);
            case Answer.ToolCall(String name, JsonNode input) ->
                    new Answer.ToolCall(name, amiss(input));
            case Answer.ToolCallCut cut -> cut;
            case Answer.Refused refused -> refused;
        };
    }

    /** The answer as text in a fenced block of Markdown. */
    public static Answer fenced(Answer answer) {
        return switch (answer) {
            case Answer.Text(String text, boolean cut) ->
                    new Answer.Text("```json\n" + text + (cut ? "" : "\n```"), cut);
            case Answer.ToolCall(String _, JsonNode input) ->
                    fenced(new Answer.Text(input.toString(), false));
            case Answer.ToolCallCut cut -> cut;
            case Answer.Refused refused -> refused;
        };
    }

    private static JsonNode amiss(JsonNode right) {
        ObjectNode wrong = NODES.objectNode();
        if (right.isObject()) {
            right.properties()
                    .forEach(member -> wrong.set(member.getKey(), another(member.getValue())));
        } else {
            wrong.set("answer", right);
        }
        return wrong;
    }

    private static JsonNode another(JsonNode value) {
        return value.isTextual() ? IntNode.valueOf(7) : TextNode.valueOf("of another kind");
    }

    /** A text that the token limit cut is no JSON; it stays a text. */
    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException _) {
            return TextNode.valueOf(text);
        }
    }
}
