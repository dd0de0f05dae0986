package io.quaestor.router.shape;

/**
 * One thing wrong with a reply, in the validator's words. They may quote the reply: for the
 * requester and the model, never for journal or logs.
 *
 * @param at JSON pointer into the reply; empty for the whole
 */
public record Flaw(String at, String message) {
    /** A model that got so many things wrong learns nothing from more; the requester neither. */
    public static final int MAX_FLAWS = 20;

    /** A sentence; a validator may list every value of a long enumeration. */
    static final int MESSAGE_CHARS_MAX = 300;

    private static final int AT_CHARS_MAX = 200;

    public Flaw {
        at = cut(at, AT_CHARS_MAX);
        message = cut(message, MESSAGE_CHARS_MAX);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }

    /** One line. */
    String text() {
        return at.isEmpty() ? message : at + ": " + message;
    }

    /** What it says may quote the reply. */
    @Override
    public String toString() {
        return "Flaw[redacted]";
    }
}
