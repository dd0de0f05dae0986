package io.quaestor.bench.figure;

import java.time.Duration;

/**
 * What is not part of the figures: young virtual machines, empty caches, places being filled.
 *
 * @param least takes this long at least
 * @param jobs answered before it is over: compilers count calls, not seconds
 */
public record WarmUp(Duration least, int jobs) {
    /** A machine so busy that it has not done the jobs by then is measured as it is. */
    static final Duration MOST = Duration.ofMinutes(3);

    public boolean isOver(long elapsedNanos, int answered) {
        return elapsedNanos >= MOST.toNanos()
                || (elapsedNanos >= least.toNanos() && answered >= jobs);
    }

    /** As a sentence for a person. */
    @Override
    public String toString() {
        return "%d s and %d jobs at least".formatted(least.toSeconds(), jobs);
    }
}
