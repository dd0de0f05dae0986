package io.quaestor.ingest;

import io.quaestor.wire.RecentCount;
import io.quaestor.wire.TransactionPace;
import java.time.Duration;

/**
 * When to commit before Streams' own interval of 400 ms, so that a lone job does not wait and a
 * flood travels in large transactions: while few records come, and at most every 20 ms, or more
 * rarely where commits take long. A commit for each record, where each takes longer than the time
 * between two records, would let a backlog grow for ever.
 *
 * <p>Shared by all tasks of the process: one transaction takes them all.
 */
final class CommitPace {

    /** Early commits are at least this far apart. */
    static final Duration GAP = Duration.ofMillis(20);

    /**
     * Longer than a commit, in which no record is processed, however many wait; and as long as what
     * comes in transactions may stay away, since each is seen only when it ends.
     */
    static final Duration WINDOW = Duration.ofMillis(400);

    /**
     * More than these in the last one to two windows, and the transaction of the interval is the
     * cheaper.
     */
    static final int FEW = 320;

    private final TransactionPace pace = new TransactionPace();
    private final RecentCount lately = new RecentCount(WINDOW.toNanos());
    private long askedNanos;
    private boolean asked;
    private boolean waiting;

    /** Another record waits for its commit. */
    synchronized void processed(long nowNanos) {
        waiting = true;
        lately.count(nowNanos);
    }

    /** Whether to ask for a commit now; one who does says afterwards that it is done. */
    synchronized boolean isDue(long nowNanos) {
        boolean early = asked && nowNanos - askedNanos < GAP.toNanos();
        boolean few = lately.recent(nowNanos) <= FEW;
        if (!waiting || !few || early || pace.restNanos(nowNanos, 0) > 0) {
            return false;
        }
        askedNanos = nowNanos;
        asked = true;
        waiting = false;
        return true;
    }

    /** The commit that was asked for is done, or was tried. */
    synchronized void committed(long nowNanos) {
        pace.tried(askedNanos, nowNanos);
    }
}
