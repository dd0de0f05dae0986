package io.quaestor.cli.stack;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for a condition that another process brings about. */
public final class Patience {
    private static final Duration INTERVAL = Duration.ofMillis(250);

    /** Whether it came true within the time. */
    public static boolean until(Duration most, BooleanSupplier condition) {
        long deadline = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause(INTERVAL);
        }
        return true;
    }

    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    private Patience() {}
}
