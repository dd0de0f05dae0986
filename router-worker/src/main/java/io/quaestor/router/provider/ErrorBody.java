package io.quaestor.router.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;

/**
 * What an error body says, whichever of the many shapes it has: OpenAI's {@code error} object, an
 * {@code error} string (Ollama), FastAPI's {@code detail} (MLflow, transformers), or bare {@code
 * message}, {@code type}, {@code code} (Mistral, older vLLM).
 *
 * @param code the provider's code; numeric codes as text
 * @param message the provider's words; they may quote the prompt
 */
public record ErrorBody(String code, String type, String message) {

    /** No error body, or one that says nothing. */
    public static final ErrorBody EMPTY = new ErrorBody("", "", "");

    /** Reads any JSON; what is not there is empty. */
    public static ErrorBody of(JsonNode root) {
        JsonNode error = root.path("error");
        if (error.isObject()) {
            return new ErrorBody(code(error), text(error.path("type")), words(error));
        }
        if (error.isTextual()) {
            return new ErrorBody(code(root), text(root.path("type")), error.asText());
        }
        JsonNode detail = root.path("detail");
        if (detail.isObject()) {
            return new ErrorBody(text(detail.path("error_code")), "", words(detail));
        }
        return new ErrorBody(code(root), text(root.path("type")), words(root));
    }

    /** True for a body with an error in it, whatever its HTTP status says. */
    public static boolean isIn(JsonNode root) {
        JsonNode error = root.path("error");
        return error.isObject() || error.isTextual();
    }

    /** A code that is an HTTP status, as vLLM, llama.cpp and OpenRouter write it. */
    public Optional<Integer> statusInCode() {
        try {
            int status = Integer.parseInt(code);
            return status >= 400 && status <= 599 ? Optional.of(status) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** The most telling identifier: the code unless it only repeats a status, else the type. */
    public String identifier() {
        return code.isEmpty() || (statusInCode().isPresent() && !type.isEmpty()) ? type : code;
    }

    @Override
    public String toString() {
        return "ErrorBody[" + code.length() + " characters of code, message redacted]";
    }

    private static String code(JsonNode error) {
        String inner = text(error.path("innererror").path("code"));
        String code = text(error.path("code"));
        return code.isEmpty() ? inner : code;
    }

    private static String words(JsonNode error) {
        for (String field : new String[] {"message", "detail", "msg"}) {
            JsonNode words = error.path(field);
            if (words.isTextual()) {
                return words.asText();
            }
            JsonNode first =
                    words.isArray() ? words.path(0).path("msg") : MissingNode.getInstance();
            if (first.isTextual()) {
                return first.asText();
            }
        }
        return "";
    }

    private static String text(JsonNode node) {
        return node.isTextual() || node.isNumber() ? node.asText() : "";
    }
}
