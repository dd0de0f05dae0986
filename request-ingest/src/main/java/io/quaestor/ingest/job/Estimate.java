package io.quaestor.ingest.job;

import java.util.OptionalLong;

/**
 * One dispatch whose call may or may not have been billed: charged its hold's bound until its usage
 * is observed, which can also be written first.
 *
 * @param boundNanoUsd what was charged; empty while only the usage is known
 * @param actualNanoUsd what the observed usage costs; empty until it is observed
 */
record Estimate(int dispatch, OptionalLong boundNanoUsd, OptionalLong actualNanoUsd) {

    static Estimate charged(int dispatch, long boundNanoUsd) {
        return new Estimate(dispatch, OptionalLong.of(boundNanoUsd), OptionalLong.empty());
    }

    static Estimate observed(int dispatch, long actualNanoUsd) {
        return new Estimate(dispatch, OptionalLong.empty(), OptionalLong.of(actualNanoUsd));
    }

    boolean isOpen() {
        return boundNanoUsd.isPresent() && actualNanoUsd.isEmpty();
    }

    /** What the bound was too much, or zero while one of the two is not known. */
    long correctionNanoUsd() {
        return boundNanoUsd.isPresent() && actualNanoUsd.isPresent()
                ? Math.subtractExact(actualNanoUsd.getAsLong(), boundNanoUsd.getAsLong())
                : 0;
    }

    /** Both halves together; what is known already stays. */
    Estimate with(Estimate other) {
        return new Estimate(
                dispatch,
                boundNanoUsd.isPresent() ? boundNanoUsd : other.boundNanoUsd,
                actualNanoUsd.isPresent() ? actualNanoUsd : other.actualNanoUsd);
    }
}
