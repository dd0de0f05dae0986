package io.quaestor.router.pace;

import io.quaestor.wire.TransactionPace;
import io.quaestor.wire.TransactionResult;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one loop: measured, with a rest after each. {@link #gathered} may be called
 * from any thread, everything else by the loop's.
 */
public final class PacedTransactions {
    private final TransactionPace pace = new TransactionPace();
    private final TransactionMeters meters;

    /** The loop's thread while it rests. */
    private volatile @Nullable Thread resting;

    public PacedTransactions(TransactionMeters meters) {
        this.meters = meters;
    }

    /**
     * Runs a transaction.
     *
     * @param decisions how many it holds
     */
    public TransactionResult run(int decisions, Supplier<TransactionResult> transaction) {
        long began = System.nanoTime();
        var result = transaction.get();
        long ended = System.nanoTime();
        pace.tried(decisions, began, ended);
        meters.tried(Duration.ofNanos(ended - began), decisions);
        return result;
    }

    /**
     * Lets more come together for the next transaction.
     *
     * @param inHand how many it would hold now
     */
    public void rest(IntSupplier inHand) {
        resting = Thread.currentThread();
        for (long nanos = left(inHand); nanos > 0; nanos = left(inHand)) {
            LockSupport.parkNanos(this, nanos);
        }
        resting = null;
    }

    private long left(IntSupplier inHand) {
        return pace.restNanos(System.nanoTime(), inHand.getAsInt());
    }

    /** So many are in hand by now: enough of them end the rest. */
    public void gathered(int inHand) {
        if (inHand >= TransactionPace.FULL) {
            LockSupport.unpark(resting);
        }
    }
}
