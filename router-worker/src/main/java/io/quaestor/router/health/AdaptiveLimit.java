package io.quaestor.router.health;

import java.time.Duration;
import java.time.Instant;

/**
 * How many calls at a time one provider takes well, found by additive increase and multiplicative
 * decrease. Pure; not thread-safe.
 *
 * <p>Without a limit of its own at first: the catalogue's is reached at once. A provider that says
 * it is overwhelmed gets seven tenths of the calls that were open then, once for all calls of one
 * moment, and a fiftieth of the catalogue's limit more (one at least) for each limit's worth of
 * answers. A failure while few calls are open says nothing about how many are too many.
 */
final class AdaptiveLimit {
    private static final double DECREASE = 0.7;

    /** Steps from nothing to the catalogue's limit. */
    private static final double STEPS = 50;

    /** Fewer open calls than these, and than half the limit, are not what overwhelms. */
    private static final int FEW = 10;

    /** Calls made at the old pace go on failing: they say nothing new. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private static final double UNLIMITED = Double.POSITIVE_INFINITY;

    private double limit = UNLIMITED;
    private Instant loweredAt = Instant.EPOCH;

    /**
     * @param cap the most that the catalogue allows this worker now
     * @return between 1 and the cap; 0 if that is
     */
    int within(int cap) {
        return cap <= 1 || limit >= cap ? cap : Math.max(1, (int) limit);
    }

    /** A call was answered. */
    void answered(int cap) {
        if (limit < UNLIMITED) {
            limit += Math.max(1, cap / STEPS) / limit;
            if (limit >= cap) {
                limit = UNLIMITED;
            }
        }
    }

    /**
     * A call failed in a way that asks for a slower pace.
     *
     * @param open calls that were open, this one included
     * @param cap the most that the catalogue allows this worker now
     * @param startedAt of the call; one made before the last decrease says nothing new
     */
    void overwhelmed(int open, int cap, Instant startedAt, Instant now) {
        double inForce = Math.min(limit, cap);
        boolean few = open < FEW && open < inForce / 2;
        if (!few && startedAt.isAfter(loweredAt) && !now.isBefore(loweredAt.plus(SETTLING))) {
            limit = Math.max(1, Math.min(inForce, open) * DECREASE);
            loweredAt = now;
        }
    }
}
