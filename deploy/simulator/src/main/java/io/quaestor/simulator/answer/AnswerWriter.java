package io.quaestor.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.simulator.call.AnswerFormat;
import io.quaestor.simulator.call.ProviderCall;
import io.quaestor.simulator.call.TokenRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers a call from the document in its prompt: by schema when one is given (also in the system
 * text), by label when labels are offered, else with the most salient sentences.
 */
public final class AnswerWriter {

    private static final int DEFAULT_SENTENCES = 3;

    /** A summary of more sentences is a copy. */
    private static final int MAX_SENTENCES = 20;

    private static final int KEYWORDS = 5;

    private static final Pattern SENTENCE_COUNT =
            Pattern.compile(
                    "\\b(\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)\\s+"
                            + "(?:\\w+\\s+)?(?:sentences?|bullets?|points?)\\b",
                    Pattern.CASE_INSENSITIVE);
    private static final List<String> NUMBERS =
            List.of(
                    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
                    "ten");

    private AnswerWriter() {}

    /** The answer; the same call always gets the same. */
    public static Answer answer(ProviderCall call) {
        Document document = Document.of(call.systemText(), call.userText());
        Reading reading = Reading.of(document.text());
        return switch (call.format()) {
            case AnswerFormat.Json(JsonNode schema) ->
                    json(SchemaAnswer.to(schema, reading), call.maxOutputTokens());
            case AnswerFormat.Tool(String name, JsonNode schema) ->
                    tool(name, SchemaAnswer.to(schema, reading), call.maxOutputTokens());
            case AnswerFormat.AnyJson() -> {
                JsonNode schema = SchemaInText.find(call.systemText()).orElse(null);
                SchemaAnswer.Result result =
                        schema == null
                                ? new SchemaAnswer.Satisfied(facts(reading))
                                : SchemaAnswer.to(schema, reading);
                yield json(result, call.maxOutputTokens());
            }
            case AnswerFormat.Text() -> {
                Optional<JsonNode> schema = SchemaInText.find(call.systemText());
                yield schema.isPresent()
                        ? json(SchemaAnswer.to(schema.get(), reading), call.maxOutputTokens())
                        : text(prose(document, reading), call.maxOutputTokens());
            }
        };
    }

    private static String prose(Document document, Reading reading) {
        return Labels.in(document.instruction())
                .map(labels -> Labels.answer(labels, reading))
                .orElseGet(
                        () ->
                                String.join(
                                        " ",
                                        reading.summary(sentenceCount(document.instruction()))));
    }

    private static int sentenceCount(String instruction) {
        Matcher asked = SENTENCE_COUNT.matcher(instruction);
        if (!asked.find()) {
            return DEFAULT_SENTENCES;
        }
        String number = asked.group(1).toLowerCase(java.util.Locale.ROOT);
        int count = NUMBERS.contains(number) ? NUMBERS.indexOf(number) : Integer.parseInt(number);
        return Math.clamp(count, 1, MAX_SENTENCES);
    }

    /** What "some JSON" says: the summary and the document's counts. */
    private static ObjectNode facts(Reading reading) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("summary", String.join(" ", reading.summary(DEFAULT_SENTENCES)));
        facts.put("words", reading.wordCount());
        facts.put("sentences", reading.sentences().size());
        ObjectNode keywords = facts.putObject("keywords");
        Map<String, Integer> counts = reading.contentCounts();
        reading.frequentWords(KEYWORDS).forEach(word -> keywords.put(word, counts.get(word)));
        return facts;
    }

    private static Answer json(SchemaAnswer.Result result, OptionalInt maxTokens) {
        return switch (result) {
            case SchemaAnswer.Satisfied(JsonNode value) -> text(value.toString(), maxTokens);
            case SchemaAnswer.Unsatisfied(String reason) -> new Answer.Refused(reason);
        };
    }

    private static Answer tool(String name, SchemaAnswer.Result result, OptionalInt maxTokens) {
        return switch (result) {
            case SchemaAnswer.Unsatisfied(String reason) -> new Answer.Refused(reason);
            case SchemaAnswer.Satisfied(JsonNode value) ->
                    switch (text(value.toString(), maxTokens)) {
                        case Answer.Text(String partial, boolean cut) when cut ->
                                new Answer.ToolCallCut(name, partial);
                        case Answer _ -> new Answer.ToolCall(name, value);
                    };
        };
    }

    /** A text as an answer, cut off where its tokens end. */
    public static Answer text(String text, OptionalInt maxTokens) {
        String kept = maxTokens.isPresent() ? TokenRule.cut(text, maxTokens.getAsInt()) : text;
        return new Answer.Text(kept, kept.length() < text.length());
    }
}
