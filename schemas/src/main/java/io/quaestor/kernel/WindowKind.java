package io.quaestor.kernel;

import java.util.Optional;

/** How long a calendar window is; also the period of a budget. */
public enum WindowKind {
    HOUR("hour"),
    DAY("day"),
    MONTH("month");

    private final String text;

    WindowKind(String text) {
        this.text = text;
    }

    /** The kind's name in catalogues and keys. */
    public String text() {
        return text;
    }

    public static Optional<WindowKind> named(String text) {
        for (WindowKind kind : values()) {
            if (kind.text.equals(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
