package io.quaestor.simulator.call;

/**
 * Tokens of one call, in the neutral sense: {@code input} includes cached and cache-write tokens,
 * {@code output} includes reasoning.
 */
public record TokenUsage(long input, long output, long cached, long cacheWrite, long reasoning) {

    public TokenUsage {
        if (input < 0 || output < 0 || cached < 0 || cacheWrite < 0 || reasoning < 0) {
            throw new IllegalArgumentException("token counts are not negative");
        }
        if (cached > input || cacheWrite > input - cached) {
            throw new IllegalArgumentException("cached and cache-write tokens exceed the input");
        }
        if (reasoning > output) {
            throw new IllegalArgumentException("reasoning tokens exceed the output");
        }
    }

    /** Plain usage: nothing cached, no reasoning. */
    public static TokenUsage of(long input, long output) {
        return new TokenUsage(input, output, 0, 0, 0);
    }
}
