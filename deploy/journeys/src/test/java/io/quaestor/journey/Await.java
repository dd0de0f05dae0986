package io.quaestor.journey;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other processes bring about. */
final class Await {
    /** Far more than anything takes: a busy machine must not fail a test that would pass. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final long INTERVAL_NANOS = Duration.ofMillis(20).toNanos();

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            LockSupport.parkNanos(INTERVAL_NANOS);
        }
    }
}
