package io.quaestor.kernel;

import java.util.Optional;

/** Whose money a budget key counts. */
public enum BudgetLevel {
    DEPARTMENT("department"),
    USER("user"),
    MODEL("model"),
    USE_CASE("use-case"),
    /** All departments together; such a budget spans lanes. */
    ORGANISATION("organisation");

    private final String text;

    BudgetLevel(String text) {
        this.text = text;
    }

    /** The level's name in catalogues and keys. */
    public String text() {
        return text;
    }

    public static Optional<BudgetLevel> named(String text) {
        for (BudgetLevel level : values()) {
            if (level.text.equals(text)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }
}
