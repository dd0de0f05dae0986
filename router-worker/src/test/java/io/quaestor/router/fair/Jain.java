package io.quaestor.router.fair;

import java.util.Arrays;

/**
 * Jain's fairness index (Jain, Chiu and Hawe 1984): 1 when all have the same, 1/n when one of n has
 * everything.
 */
public final class Jain {
    public static double index(double... shares) {
        double sum = Arrays.stream(shares).sum();
        double squares = Arrays.stream(shares).map(share -> share * share).sum();
        return sum * sum / (shares.length * squares);
    }

    private Jain() {}
}
