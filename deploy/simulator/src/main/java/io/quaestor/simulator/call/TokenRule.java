package io.quaestor.simulator.call;

/**
 * The published token rule: four UTF-8 bytes are one token, rounded up; an image is 256 tokens.
 *
 * <p>Input is counted over the prompt text and the bytes of the schemas and tools sent along. A
 * real tokenizer would cost more than everything measured beside it, and no test needs one: the
 * rule is exact, cheap and never above one token a byte.
 */
public final class TokenRule {

    public static final int BYTES_PER_TOKEN = 4;
    public static final int TOKENS_PER_IMAGE = 256;

    private TokenRule() {}

    /** Input tokens of {@code call}. */
    public static long input(ProviderCall call) {
        return ofBytes(utf8Bytes(call.promptText()) + call.schemaBytes())
                + (long) TOKENS_PER_IMAGE * call.images();
    }

    /** Tokens of {@code text}. */
    public static long of(String text) {
        return ofBytes(utf8Bytes(text));
    }

    /** The longest prefix of {@code text} that has at most {@code maxTokens} tokens. */
    public static String cut(String text, long maxTokens) {
        if (of(text) <= maxTokens) {
            return text;
        }
        long room = maxTokens * BYTES_PER_TOKEN;
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            room -= utf8Bytes(codePoint);
            if (room < 0) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end);
    }

    private static long ofBytes(long bytes) {
        return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }

    /** As {@code getBytes(UTF_8).length}, without making them: a lone surrogate becomes one '?'. */
    private static long utf8Bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            bytes += utf8Bytes(codePoint);
            i += Character.charCount(codePoint);
        }
        return bytes;
    }

    private static int utf8Bytes(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        if (codePoint >= 0xD800 && codePoint <= 0xDFFF) {
            return 1;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
