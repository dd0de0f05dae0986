package io.quaestor.kernel.price;

/**
 * The most that one call can consume: input tokens by {@link io.quaestor.kernel.TokenBound}, output
 * by the max output tokens really sent, images and audio as the catalogue bounds them.
 *
 * <p>Invariant: nothing is negative.
 */
public record ConsumptionBound(long inputTokens, long outputTokens, long images, long audioUnits) {

    /**
     * @throws IllegalArgumentException when a bound is negative
     */
    public ConsumptionBound {
        if (inputTokens < 0 || outputTokens < 0 || images < 0 || audioUnits < 0) {
            throw new IllegalArgumentException("negative consumption bound");
        }
    }

    public static ConsumptionBound tokens(long inputTokens, long outputTokens) {
        return new ConsumptionBound(inputTokens, outputTokens, 0, 0);
    }
}
