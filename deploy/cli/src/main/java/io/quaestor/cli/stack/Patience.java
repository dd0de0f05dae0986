package io.quaestor.cli.demo;

import io.quaestor.cli.stack.CommandFailure;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for a condition that another process brings about. */
final class Patience {
    private static final Duration INTERVAL = Duration.ofMillis(250);

    /** Whether it came true within the time. */
    static boolean until(Duration most, BooleanSupplier condition) {
        long deadline = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause(INTERVAL);
        }
        return true;
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    private Patience() {}
}
