package io.quaestor.router.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** JSON that requests carry as text: schemas, tool arguments. Pure. */
public final class JsonText {

    /** Numbers keep every digit; trailing text is an error. */
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    /** What function and schema names may be, at OpenAI and Bedrock alike. */
    private static final int NAME_CHARS_MAX = 64;

    private JsonText() {}

    /**
     * The text as a JSON object.
     *
     * @throws UnsendableException when it is none; {@code what} names the field
     */
    public static ObjectNode object(@Nullable String text, String what) {
        if (text != null) {
            try {
                if (JSON.readTree(text) instanceof ObjectNode object) {
                    return object;
                }
            } catch (JsonProcessingException _) {
                // The parser's message may quote the text; the sentence below says enough.
            }
        }
        throw new UnsendableException(what + " is no JSON object");
    }

    /** Compact text of a node. */
    public static String of(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }

    /** The name with other characters replaced, or {@code otherwise} when it is empty. */
    public static String name(String name, String otherwise) {
        String clean = name.replaceAll("[^a-zA-Z0-9_-]", "_");
        String cut = clean.substring(0, Math.min(clean.length(), NAME_CHARS_MAX));
        return cut.isEmpty() ? otherwise : cut;
    }
}
