package io.quaestor.bench.figure;

import java.util.Arrays;

/** Percentiles by nearest rank: each is a value that was measured. Immutable. */
public final class Percentiles {
    private final long[] sorted;

    private Percentiles(long[] sorted) {
        this.sorted = sorted;
    }

    public static Percentiles of(long... values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return new Percentiles(sorted);
    }

    /**
     * The smallest value that at least so many percent do not exceed; 0 when nothing was measured.
     *
     * @param percent above 0, at most 100
     */
    public long at(int percent) {
        if (percent <= 0 || percent > 100) {
            throw new IllegalArgumentException("percentile " + percent);
        }
        if (sorted.length == 0) {
            return 0;
        }
        long rank = Math.ceilDiv((long) percent * sorted.length, 100);
        return sorted[Math.toIntExact(rank) - 1];
    }
}
