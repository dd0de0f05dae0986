package io.quaestor.wire;

import java.time.Duration;

/**
 * When the next transaction may begin.
 *
 * <p>A transaction costs broker and client 5 to 9 ms of processor time, with one job in it or a
 * hundred. Committed one after the other, they get smaller as machines get faster, and dearer per
 * job. So there is a rest after each, in proportion to what it took: twice as long, in which more
 * jobs come together, and eight times after one that held many. On an idle machine that is little;
 * on a busy one it takes load off. What is alone after a pause never waits. Not thread-safe.
 */
public final class TransactionPace {
    /** With so many in hand the cost of one vanishes: there is no reason to wait for more. */
    public static final int FULL = 400;

    /** With so many decisions a transaction is one of many: the next may hold more. */
    static final int MANY = 50;

    /** Rests are so many times as long as transactions: at most a third of the time is theirs. */
    static final int REST_FACTOR = 2;

    /** After one of many: at most a ninth. */
    static final int LONG_REST_FACTOR = 8;

    /** Far below the 2 s in which a call follows its intent, and the seconds that calls take. */
    static final Duration REST_MAX = Duration.ofMillis(400);

    private long endedNanos;
    private long restNanos;

    /** A transaction of few decisions was tried between two instants. */
    public void tried(long beganNanos, long nowNanos) {
        tried(0, beganNanos, nowNanos);
    }

    /**
     * A transaction was tried between two instants.
     *
     * @param decisions how many it held
     */
    public void tried(int decisions, long beganNanos, long nowNanos) {
        int factor = decisions < MANY ? REST_FACTOR : LONG_REST_FACTOR;
        endedNanos = nowNanos;
        restNanos = Math.min((nowNanos - beganNanos) * factor, REST_MAX.toNanos());
    }

    /**
     * How long to wait for more; 0 when it is time.
     *
     * @param inHand what the next transaction would hold by now
     */
    public long restNanos(long nowNanos, int inHand) {
        boolean rested = restNanos == 0 || inHand >= FULL;
        return rested ? 0 : Math.max(0, restNanos - (nowNanos - endedNanos));
    }
}
