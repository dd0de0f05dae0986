package io.quaestor.simulator.call;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.OptionalInt;

/**
 * One call as every protocol means it.
 *
 * @param systemText all system and developer texts, joined by a line feed
 * @param userText all user texts, joined by a line feed: where the document is
 * @param promptText every text of every message in order, joined by a line feed: what is counted
 *     and hashed
 * @param openingText those before the assistant's first turn: by it a caller that comes again with
 *     what was answered is known
 * @param schemaBytes UTF-8 bytes of the schemas and tools sent along, counted as input
 * @param images image parts, each a fixed number of input tokens
 * @param maxOutputTokens the caller's limit, at least 1 when present
 */
public record ProviderCall(
        Protocol protocol,
        String model,
        String systemText,
        String userText,
        String promptText,
        String openingText,
        int schemaBytes,
        int images,
        OptionalInt maxOutputTokens,
        AnswerFormat format) {

    /** SHA-256 of the prompt text in UTF-8, as the call log shows it. */
    public byte[] promptSha256() {
        return sha256(promptText);
    }

    /** SHA-256 of the opening text in UTF-8. */
    public byte[] openingSha256() {
        return sha256(openingText);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Prompts are never printed. */
    @Override
    public String toString() {
        return "ProviderCall[" + protocol.code() + ", " + model + ", prompt redacted]";
    }
}
