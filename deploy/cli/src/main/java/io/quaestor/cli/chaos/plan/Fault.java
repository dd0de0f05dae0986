package io.quaestor.cli.chaos.plan;

import java.time.Duration;

/**
 * One process is disturbed.
 *
 * @param at after the load began
 * @param process its name in the stack
 * @param lasts until it is started again, or goes on
 */
public record Fault(Duration at, Kind kind, Target target, String process, Duration lasts) {

    /** What happens to it. */
    public enum Kind {
        /** SIGKILL; it is started again when the fault's time is over. */
        KILL,
        /** SIGSTOP; SIGCONT when the fault's time is over. */
        PAUSE
    }

    /** When it is undone, after the load began. */
    public Duration ends() {
        return at.plus(lasts);
    }

    @Override
    public String toString() {
        return "%s %s at %d.%03d s for %d ms"
                .formatted(kind, process, at.toSeconds(), at.toMillisPart(), lasts.toMillis());
    }
}
