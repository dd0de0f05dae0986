package io.quaestor.cli.chaos.plan;

import java.time.Duration;

/**
 * A window in which one of the simulated providers fails many calls.
 *
 * @param at after the load began
 * @param protocol of the provider, as the simulator's script names it
 * @param percent of its calls that are hit
 */
public record Trouble(Duration at, Duration lasts, Mood mood, String protocol, int percent) {

    /** How a provider fails. */
    public enum Mood {
        THROTTLE("\"status\": 429, \"retryAfter\": \"1s\""),
        OVERLOAD("\"status\": 503"),
        FAULT("\"status\": 500"),
        HANG("\"outcome\": \"hang\""),
        RESET("\"outcome\": \"reset\""),
        CUT("\"outcome\": \"malformed\""),
        NO_USAGE("\"outcome\": \"no-usage\""),
        OTHER_FORM("\"outcome\": \"invalid\"");

        private final String script;

        Mood(String script) {
            this.script = script;
        }

        String script() {
            return script;
        }
    }

    /** When it is over, after the load began. */
    public Duration ends() {
        return at.plus(lasts);
    }

    boolean isOn(Duration now) {
        return at.compareTo(now) <= 0 && now.compareTo(ends()) < 0;
    }
}
