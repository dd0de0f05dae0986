package io.quaestor.simulator;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Runs a randomised test so that a failure is a number: the seed is printed, and {@code
 * -Dquaestor.seed=<n>} repeats it.
 */
public final class Seed {

    private Seed() {}

    public static void run(Consumer<SplittableRandom> test) {
        long seed = Long.getLong("quaestor.seed", System.nanoTime());
        System.out.println("seed " + seed);
        try {
            test.accept(new SplittableRandom(seed));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("failed with -Dquaestor.seed=" + seed, e);
        }
    }
}
