package io.quaestor.simulator.log;

/** How a call ended, or that it has not. */
public enum CallOutcome {
    OPEN("open"),
    ANSWERED("answered"),
    ABORTED_BY_CLIENT("aborted-by-client"),
    RESET_BY_SIMULATOR("reset-by-simulator");

    private final String code;

    CallOutcome(String code) {
        this.code = code;
    }

    /** The name in the call log. */
    public String code() {
        return code;
    }
}
