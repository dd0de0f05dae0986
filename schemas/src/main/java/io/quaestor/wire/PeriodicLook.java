package io.quaestor.wire;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A loop body that looks at something at once, and again after each pause; a failed look is the
 * loop's to report and to repeat.
 */
public final class PeriodicLook implements LoopBody {

    /** What is looked at: a call that ends by itself, well within the loop's stall bound. */
    @FunctionalInterface
    public interface Look {
        void look() throws Exception;
    }

    private final Duration pause;
    private final Look look;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private boolean isFirst = true;

    public PeriodicLook(Duration pause, Look look) {
        this.pause = pause;
        this.look = look;
    }

    @Override
    public void turn() throws Exception {
        if (!isFirst && stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        look.look();
        isFirst = false;
    }

    @Override
    public void wakeup() {
        stopping.countDown();
    }

    @Override
    public void close() {
        stopping.countDown();
    }
}
