package io.quaestor.wire;

import java.time.Duration;
import java.util.Optional;

/**
 * How a poll loop fares, as a health endpoint reports it.
 *
 * @param sinceLastTurn time since a turn last ended well
 * @param restarts how often the loop had to build its clients anew
 */
public record Liveness(
        String loop,
        State state,
        Duration sinceLastTurn,
        long restarts,
        Optional<String> lastFailure) {
    /** RUNNING is the only healthy state. */
    public enum State {
        STARTING,
        RUNNING,
        RESTARTING,
        STALLED,
        STOPPED
    }

    public boolean healthy() {
        return state == State.RUNNING;
    }
}
