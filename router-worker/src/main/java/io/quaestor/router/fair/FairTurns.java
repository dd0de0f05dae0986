package io.quaestor.router.fair;

import java.util.HashMap;
import java.util.Map;

/**
 * Turns in proportion to weights: start-time fair queueing (Goyal, Vin and Cheng 1996) with turns
 * that all cost the same. Lower {@link #place} goes first. Pure; not thread-safe.
 *
 * <p>Who cannot go keeps the next turn, but saves up no more than that one: nobody who was held up
 * for an hour has the next hour alone.
 */
public final class FairTurns<K> {
    /**
     * Of one turn at weight 1: far above any weight (at most 1,000), and small enough that a single
     * key at weight 1 has half a million million turns before places overflow.
     */
    private static final long COST = 1L << 24;

    /** Keys whose turns lie behind are forgotten when there are more than this. */
    private static final int REMEMBERED = 64;

    private final Map<K, Long> places = new HashMap<>();

    /** Where the last turn began. */
    private long now;

    private int forgetAbove = REMEMBERED;

    /** Of the key's next turn; who never had one goes with those who are due. */
    public long place(K key) {
        return places.getOrDefault(key, now);
    }

    /**
     * The key had its turn.
     *
     * @param weight at least 1
     */
    public void took(K key, int weight) {
        now = Math.max(now, place(key));
        places.put(key, now + COST / weight);
        if (places.size() > forgetAbove) {
            places.values().removeIf(place -> place <= now);
            forgetAbove = Math.max(REMEMBERED, 2 * places.size());
        }
    }
}
