package io.quaestor.kernel;

import java.util.Optional;

/** What a budget does when its money is spent. */
public enum BudgetMode {
    /** Tells people, never refuses a job. */
    WARN("warn"),
    /** Refuses jobs once the settled money reaches the limit; the overshoot is bounded. */
    STOP("stop"),
    /** Holds money before each call and never overshoots. */
    HARD("hard");

    private final String text;

    BudgetMode(String text) {
        this.text = text;
    }

    /** The mode's name in catalogues. */
    public String text() {
        return text;
    }

    public static Optional<BudgetMode> named(String text) {
        for (BudgetMode mode : values()) {
            if (mode.text.equals(text)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
