package io.quaestor.kernel;

/**
 * The lengths of a prompt that bound its tokens; no content.
 *
 * <p>{@code textUtf8Bytes} counts every text that is sent: message parts, tool names, descriptions
 * and schemas, the response schema. Images, audio and documents are not text: their bounds are the
 * catalogue's and are added as {@code mediaTokens}. Invariant: nothing is negative.
 */
public record PromptShape(
        long textUtf8Bytes, int messages, int parts, int tools, int schemas, long mediaTokens) {

    /**
     * @throws IllegalArgumentException when a length is negative
     */
    public PromptShape {
        if (textUtf8Bytes < 0
                || messages < 0
                || parts < 0
                || tools < 0
                || schemas < 0
                || mediaTokens < 0) {
            throw new IllegalArgumentException("negative prompt length");
        }
    }

    /** A prompt of plain text messages, one part each. */
    public static PromptShape text(long utf8Bytes, int messages) {
        return new PromptShape(utf8Bytes, messages, messages, 0, 0, 0);
    }
}
