package io.quaestor.arch.sample.kernel;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Breaks the rule that pure code takes time and chance as arguments. */
final class ClockReading {

    private ClockReading() {}

    static List<Object> impure() {
        return List.of(Instant.now(), System.nanoTime(), UUID.randomUUID(), new Random());
    }

    static Instant ofAGivenClock(Clock clock) {
        return Instant.now(clock);
    }
}
