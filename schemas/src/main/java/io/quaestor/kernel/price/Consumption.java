package io.quaestor.kernel.price;

import io.quaestor.kernel.Meter;
import io.quaestor.kernel.TokenUsage;

/**
 * What one call consumed: tokens, and images and audio units that the provider bills apart from
 * tokens.
 *
 * <p>Invariant: the counts are not negative. Images or audio that a provider counts as tokens are
 * in the tokens and zero here.
 */
public record Consumption(TokenUsage tokens, long images, long audioUnits) {

    /**
     * @throws IllegalArgumentException when a count is negative
     */
    public Consumption {
        if (images < 0 || audioUnits < 0) {
            throw new IllegalArgumentException("negative consumption");
        }
    }

    public static Consumption of(TokenUsage tokens) {
        return new Consumption(tokens, 0, 0);
    }

    /** How much a meter counts; the meters are disjoint. */
    public long quantity(Meter meter) {
        return switch (meter) {
            case INPUT -> tokens.plainInput();
            case CACHED_INPUT -> tokens.cachedInput();
            case CACHE_WRITE -> tokens.cacheWrite();
            case OUTPUT -> tokens.plainOutput();
            case REASONING -> tokens.reasoning();
            case IMAGE -> images;
            case AUDIO -> audioUnits;
            case REQUEST -> 1;
        };
    }
}
