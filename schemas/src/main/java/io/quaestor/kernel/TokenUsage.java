package io.quaestor.kernel;

/**
 * The tokens of one call, in the counting of OpenTelemetry's {@code gen_ai.usage.*}: input includes
 * what was read from or written to a cache, output includes reasoning.
 *
 * <p>Invariant: all counts ≥ 0, {@code cachedInput + cacheWrite ≤ input} and {@code reasoning ≤
 * output}. What a provider reports goes through {@link UsageReading}, which says when it was odd.
 */
public record TokenUsage(
        long input, long cachedInput, long cacheWrite, long output, long reasoning) {

    public static final TokenUsage ZERO = new TokenUsage(0, 0, 0, 0, 0);

    /**
     * @throws IllegalArgumentException when the invariant does not hold
     */
    public TokenUsage {
        if (input < 0 || cachedInput < 0 || cacheWrite < 0 || output < 0 || reasoning < 0) {
            throw new IllegalArgumentException("negative token count");
        }
        if (cachedInput > input || cacheWrite > input - cachedInput) {
            throw new IllegalArgumentException(
                    "cached %d + cache write %d tokens exceed input %d"
                            .formatted(cachedInput, cacheWrite, input));
        }
        if (reasoning > output) {
            throw new IllegalArgumentException(
                    "reasoning %d tokens exceed output %d".formatted(reasoning, output));
        }
    }

    /** Usage without cache and reasoning. */
    public static TokenUsage of(long input, long output) {
        return new TokenUsage(input, 0, 0, output, 0);
    }

    /**
     * The sum, meter by meter.
     *
     * @throws ArithmeticException when a sum leaves the range of a {@code long}
     */
    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                Math.addExact(input, other.input),
                Math.addExact(cachedInput, other.cachedInput),
                Math.addExact(cacheWrite, other.cacheWrite),
                Math.addExact(output, other.output),
                Math.addExact(reasoning, other.reasoning));
    }

    /** Input that touched no cache: the quantity of {@link Meter#INPUT}. */
    public long plainInput() {
        return input - cachedInput - cacheWrite;
    }

    /** Output without reasoning: the quantity of {@link Meter#OUTPUT}. */
    public long plainOutput() {
        return output - reasoning;
    }

    /**
     * Input and output together.
     *
     * @throws ArithmeticException when the sum leaves the range of a {@code long}
     */
    public long total() {
        return Math.addExact(input, output);
    }
}
