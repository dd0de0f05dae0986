package io.quaestor.kernel.price;

/**
 * The prices of a call whose input is longer than a threshold.
 *
 * <p>The whole call is priced at the tier that its input tokens (cached ones included) reach, as
 * providers do; nothing is inherited from the base prices, so that a tier never mixes two lists.
 */
public record ContextTier(long aboveInputTokens, Rates rates) {

    /**
     * @throws IllegalArgumentException when the threshold is not positive
     */
    public ContextTier {
        if (aboveInputTokens < 1) {
            throw new IllegalArgumentException("tier threshold: " + aboveInputTokens);
        }
    }
}
