package io.quaestor.wire;

/**
 * How many came lately: within the window under way and the one before it, so in the last one to
 * two windows. Times are of one clock, in any unit. Not thread-safe.
 */
public final class RecentCount {
    private final long window;
    private long number = Long.MIN_VALUE;
    private int here;
    private int before;

    /**
     * @param window its length, positive
     */
    public RecentCount(long window) {
        if (window <= 0) {
            throw new IllegalArgumentException("a window of " + window);
        }
        this.window = window;
    }

    /** One came. */
    public void count(long now) {
        roll(now);
        here++;
    }

    /** How many came in the last one to two windows. */
    public int recent(long now) {
        roll(now);
        return here + before;
    }

    private void roll(long now) {
        long next = Math.floorDiv(now, window);
        if (next != number) {
            before = next == number + 1 ? here : 0;
            here = 0;
            number = next;
        }
    }
}
