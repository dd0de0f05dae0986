package io.quaestor.wire;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a poll loop fares, as a health endpoint reports it.
 *
 * @param sinceLastTurn time since a turn last ended well
 * @param restarts how often the loop had to build its clients anew
 * @param lastFailure as {@link #named} has it
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

    /** More causes than these are left away; a chain may even be a circle. */
    private static final int CAUSES_MAX = 8;

    /**
     * A failure for a health endpoint, which anybody may read: the classes of it and its causes,
     * for messages name hosts and users. They are in the log.
     */
    public static String named(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(CAUSES_MAX)
                .map(each -> each.getClass().getSimpleName())
                .collect(Collectors.joining(" <- "));
    }

    public boolean healthy() {
        return state == State.RUNNING;
    }
}
