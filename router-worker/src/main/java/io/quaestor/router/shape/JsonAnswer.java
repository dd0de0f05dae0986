package io.quaestor.router.shape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Optional;

/** A text as one JSON value, numbers with every digit. Pure. */
final class JsonAnswer {
    /** Deeper than any form a person thinks of; validators and readers recurse. */
    static final int MAX_DEPTH = 200;

    /** Beyond that a number's arithmetic takes for ever: 1e999999999 has a billion digits. */
    private static final int MAX_DIGITS = 1_000;

    private static final String FENCE = "```";

    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            com.fasterxml.jackson.core.JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxNumberLength(MAX_DIGITS)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private JsonAnswer() {}

    /** The value; empty when the text is no JSON, or JSON that cannot be worked with. */
    static Optional<JsonNode> read(String text) {
        try {
            return Optional.ofNullable(JSON.readTree(text))
                    .filter(tree -> !tree.isMissingNode() && isFinite(tree));
        } catch (JsonProcessingException | NumberFormatException _) {
            // The parser's words would quote the text; the requester has it whole.
            return Optional.empty();
        }
    }

    static String compact(JsonNode tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }

    /**
     * What a model wraps in a fenced block of Markdown, as those do that were only told of the form
     * in words. Only when the whole text is that one block: anything beside it is no JSON.
     */
    static String unfenced(String text) {
        var stripped = text.strip();
        int firstLine = stripped.indexOf('\n');
        int lastLine = stripped.lastIndexOf('\n');
        boolean fenced =
                stripped.startsWith(FENCE)
                        && firstLine < lastLine
                        && stripped.substring(lastLine + 1).equals(FENCE)
                        && isInfo(stripped.substring(FENCE.length(), firstLine));
        return fenced ? stripped.substring(firstLine + 1, lastLine) : text;
    }

    /** The language behind an opening fence. */
    private static boolean isInfo(String info) {
        return info.isBlank() || info.strip().equalsIgnoreCase("json");
    }

    private static boolean isFinite(JsonNode tree) {
        var open = new ArrayDeque<JsonNode>();
        open.push(tree);
        while (!open.isEmpty()) {
            var node = open.pop();
            if (node.isBigDecimal() && !isFinite(node.decimalValue())) {
                return false;
            }
            node.forEach(open::push);
        }
        return true;
    }

    private static boolean isFinite(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MAX_DIGITS;
    }
}
