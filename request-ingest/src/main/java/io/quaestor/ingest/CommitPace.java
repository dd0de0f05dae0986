package io.quaestor.ingest;

/**
 * When to commit before Streams' own interval of 100 ms: at most every 20 ms, and only while few
 * records come, so that a lone job does not wait and a flood travels in large transactions. One
 * thread.
 */
final class CommitPace {

    /** A commit costs 5 to 9 ms of CPU in client and broker. */
    static final long GAP_NANOS = 20_000_000;

    /** More than these in one gap, and the transaction of the interval is the cheaper one. */
    static final int FEW = 20;

    private long gapStartNanos;
    private int records;

    CommitPace(long nowNanos) {
        this.gapStartNanos = nowNanos - GAP_NANOS;
    }

    void processed() {
        records++;
    }

    /** Whether to commit now; asked after each record and on a tick. */
    boolean isDue(long nowNanos) {
        if (records == 0 || nowNanos - gapStartNanos < GAP_NANOS) {
            return false;
        }
        boolean few = records <= FEW;
        gapStartNanos = nowNanos;
        records = 0;
        return few;
    }
}
