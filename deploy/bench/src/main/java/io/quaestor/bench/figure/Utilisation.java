package io.quaestor.bench.figure;

import java.util.List;

/** How much of the calls that a provider allows at once were open, over a time. */
public final class Utilisation {
    /**
     * Calls that were open at an instant.
     *
     * @param nanos on any clock that only goes forward
     */
    public record Sample(long nanos, int open) {}

    /**
     * The integral of open calls over the time of the samples (trapezoids), divided by the cap's; 0
     * for fewer than two samples.
     *
     * @param samples in order of time
     * @param cap calls allowed at once
     */
    public static double of(List<Sample> samples, int cap) {
        if (cap <= 0) {
            throw new IllegalArgumentException("cap " + cap);
        }
        if (samples.size() < 2) {
            return 0;
        }
        double area = 0;
        for (int i = 1; i < samples.size(); i++) {
            area += area(samples.get(i - 1), samples.get(i));
        }
        long time = samples.getLast().nanos() - samples.getFirst().nanos();
        return time == 0 ? 0 : area / ((double) time * cap);
    }

    private static double area(Sample from, Sample to) {
        return (to.nanos() - from.nanos()) * (from.open() + to.open()) / 2.0;
    }

    private Utilisation() {}
}
