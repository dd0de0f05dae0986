package io.quaestor.wire.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.wire.registry.RegistryRejectedException.Kind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What one registry's HTTP reply means. Source of the codes: Confluent's Schema Registry API
 * reference.
 */
sealed interface RegistryReply {

    /** Success with its document. */
    record Answered(JsonNode json) implements RegistryReply {}

    /** This registry does not have it. */
    record Missing(String message) implements RegistryReply {}

    /** This registry understood and refuses; so would the others. */
    record Rejected(Kind kind, int status, String message) implements RegistryReply {}

    /** This registry did not answer as a working registry does; another one may. */
    record Failed(String why, @Nullable Throwable cause) implements RegistryReply {}

    ObjectMapper JSON = new ObjectMapper();

    /** Registries explain incompatibilities at length; a log line need not. */
    int MAX_MESSAGE_CHARS = 500;

    static RegistryReply of(int status, byte[] body) {
        return switch (status / 100) {
            case 2 -> document(body);
            case 4 -> refusal(status, body);
            default -> new Failed("status " + status + " " + message(body), null);
        };
    }

    private static RegistryReply document(byte[] body) {
        try {
            return new Answered(JSON.readTree(body));
        } catch (IOException e) {
            return new Failed("a reply that is not JSON", e);
        }
    }

    private static RegistryReply refusal(int status, byte[] body) {
        String message = message(body);
        return switch (status) {
            case 401, 403 -> new Rejected(Kind.UNAUTHORIZED, status, message);
            case 404 -> missing(body, message);
            case 408, 429 -> new Failed("status " + status + " " + message, null);
            case 409 -> new Rejected(Kind.INCOMPATIBLE, status, message);
            default -> new Rejected(Kind.INVALID, status, message);
        };
    }

    /**
     * Only a registry's own code says "unknown". Any other 404 comes from a wrong path or a proxy:
     * were it believed, one wrong letter in a URL would send every record to the dead letters.
     */
    private static RegistryReply missing(byte[] body, String message) {
        return switch (errorCode(body)) {
            case 40401, 40402, 40403 -> new Missing(message);
            default ->
                    new Failed(
                            "status 404 without a registry's error code; is the URL its API root? "
                                    + message,
                            null);
        };
    }

    private static int errorCode(byte[] body) {
        return tree(body).path("error_code").asInt(0);
    }

    private static String message(byte[] body) {
        String message = tree(body).path("message").asText("");
        return message.length() <= MAX_MESSAGE_CHARS
                ? message
                : message.substring(0, MAX_MESSAGE_CHARS) + "…";
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            // An error page of a proxy: there is nothing to quote from it.
            return JSON.missingNode();
        }
    }
}
