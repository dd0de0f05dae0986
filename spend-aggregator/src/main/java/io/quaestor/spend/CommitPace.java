package io.quaestor.spend;

import io.quaestor.wire.RecentCount;
import java.time.Duration;

/**
 * When a commit should not wait for the interval (400 ms): what was just published is to be seen
 * soon, but a transaction costs 5 to 9 ms of CPU, whatever is in it.
 *
 * <p>A little stock of early commits answers the odd event at once; steady work uses it up and goes
 * on at the interval. Behind a backlog there are none: where commits are slow, the stock would be
 * full again after each, and one a record would keep the backlog growing. Shared by the lanes of a
 * process, whose one transaction takes them all.
 */
final class CommitPace {

    /** Early commits are at least this far apart. */
    static final long EARLIEST_MILLIS = 20;

    /** One more early commit is allowed each time this has passed: at most 10 % of a core. */
    static final long REFILL_MILLIS = 100;

    /** The events of one job on an idle machine. */
    static final int STOCK_MAX = 5;

    /**
     * Longer than a commit, in which no record is folded, however many wait; and as long as what
     * comes in transactions may stay away, since each is seen only when it ends.
     */
    static final long WINDOW_MILLIS = 400;

    /** More records than these in the last one to two windows are load: larger transactions. */
    static final int FEW_RECORDS = 1_200;

    /** A record older than this waited in a backlog, not for its transaction to end. */
    static final Duration BACKLOG_AGE = Duration.ofSeconds(1);

    private long lastMillis;
    private long refilledMillis;
    private int stock = STOCK_MAX;
    private final RecentCount lately = new RecentCount(WINDOW_MILLIS);
    private boolean behind;

    /** Another record is folded, so long after it was written. */
    synchronized void count(long nowMillis, Duration age) {
        lately.count(nowMillis);
        behind |= age.compareTo(BACKLOG_AGE) > 0;
    }

    /** Whether so many records come that their commits are left to the interval. */
    synchronized boolean isBusy(long nowMillis) {
        return lately.recent(nowMillis) > FEW_RECORDS;
    }

    /** True when the caller should ask for a commit now. */
    synchronized boolean isDue(long nowMillis) {
        if (nowMillis - lastMillis < EARLIEST_MILLIS) {
            return false;
        }
        refill(nowMillis);
        boolean due = stock > 0 && !isBusy(nowMillis) && !behind;
        stock -= due ? 1 : 0;
        lastMillis = nowMillis;
        behind = false;
        return due;
    }

    private void refill(long nowMillis) {
        long earned = (nowMillis - refilledMillis) / REFILL_MILLIS;
        if (earned > 0) {
            stock = (int) Math.min(STOCK_MAX, stock + earned);
            refilledMillis = nowMillis;
        }
    }
}
