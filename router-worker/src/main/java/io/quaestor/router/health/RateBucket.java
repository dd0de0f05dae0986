package io.quaestor.router.health;

import java.time.Instant;

/**
 * One rate limit as a token bucket (GCRA): what was taken drains at the rate, and more may be taken
 * while less than a second's worth is left. A bucket starts as if just used up, so that an owner
 * that takes over adds nothing to what its predecessor took. Pure; not thread-safe.
 */
final class RateBucket {
    private static final double NANOS_PER_MINUTE = 60e9;

    /** How far ahead of an even pace takers may be. */
    private static final double BURST_NANOS = 1e9;

    /**
     * Nanoseconds on the caller's clock at which an even pace has caught up with what was taken.
     */
    private double evenAt;

    RateBucket(Instant now) {
        evenAt = nanos(now) + BURST_NANOS;
    }

    /**
     * Whether anything may be taken now; more than one burst may be taken at once, and is paid for
     * by a longer wait afterwards.
     */
    boolean isOpen(Instant now) {
        return evenAt < nanos(now) + BURST_NANOS;
    }

    /**
     * Takes an amount; a negative one gives back.
     *
     * @param perMinute this worker's part of the limit, more than 0
     */
    void take(double amount, double perMinute, Instant now) {
        // What is given back later than its time has no effect on the past.
        evenAt = Math.max(evenAt, nanos(now)) + amount * NANOS_PER_MINUTE / perMinute;
    }

    private static double nanos(Instant at) {
        return at.getEpochSecond() * 1e9 + at.getNano();
    }
}
