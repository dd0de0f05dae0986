package io.quaestor.kernel;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * What money is counted under: {@code department|level|name|window kind|window start}.
 *
 * <p>A new window is a new key; a counter is never set back. The name is the department's code, the
 * user, the model alias or the use case. Invariant: two keys are equal exactly when their texts
 * are; characters that would break the text ({@code |}, {@code %}, control characters) are
 * percent-encoded in the name.
 */
public record BudgetKey(
        Department department,
        BudgetLevel level,
        String name,
        WindowKind windowKind,
        Instant windowStart) {

    /** Names come from requests; their keys must stay well below Kafka's and metadata's bounds. */
    public static final int NAME_CHARS_MAX = 256;

    private static final char SEPARATOR = '|';
    private static final int FIELDS = 5;

    /**
     * @throws IllegalArgumentException when the name is empty or too long, or names another
     *     department
     */
    public BudgetKey {
        if (name.isEmpty() || name.length() > NAME_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "budget name must have 1 to %d characters, not %d"
                            .formatted(NAME_CHARS_MAX, name.length()));
        }
        if (level == BudgetLevel.DEPARTMENT && !name.equals(department.code())) {
            throw new IllegalArgumentException(
                    "a department's budget is named after it: " + Quoted.text(name));
        }
    }

    public static BudgetKey of(
            Department department, BudgetLevel level, String name, CalendarWindow window) {
        return new BudgetKey(department, level, name, window.kind(), window.start());
    }

    /** The key of the department's own budget in a window. */
    public static BudgetKey of(Department department, CalendarWindow window) {
        return of(department, BudgetLevel.DEPARTMENT, department.code(), window);
    }

    /** The key on {@code llm.budgets}; {@link #parse} reads it back. */
    public String text() {
        return department.code()
                + SEPARATOR
                + level.text()
                + SEPARATOR
                + encoded(name)
                + SEPARATOR
                + windowKind.text()
                + SEPARATOR
                + windowStart;
    }

    /**
     * Reads a key on {@code llm.budgets}.
     *
     * @throws IllegalArgumentException when the text is no budget key as {@link #text} writes it
     */
    public static BudgetKey parse(String text) {
        String[] fields = text.split("\\|", -1);
        if (fields.length != FIELDS) {
            throw malformed(text);
        }
        try {
            BudgetKey key =
                    new BudgetKey(
                            new Department(fields[0]),
                            BudgetLevel.named(fields[1]).orElseThrow(() -> malformed(text)),
                            decoded(fields[2]),
                            WindowKind.named(fields[3]).orElseThrow(() -> malformed(text)),
                            Instant.parse(fields[4]));
            if (!key.text().equals(text)) {
                throw malformed(text);
            }
            return key;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("budget key: " + Quoted.text(text), e);
        }
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("budget key: " + Quoted.text(text));
    }

    private static String encoded(String name) {
        StringBuilder encoded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == SEPARATOR || c == '%' || c < ' ' || c == 0x7f) {
                encoded.append("%%%02X".formatted((int) c));
            } else {
                encoded.append(c);
            }
        }
        return encoded.toString();
    }

    private static String decoded(String encoded) {
        // URLDecoder alone would turn a plus sign into a blank.
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return text();
    }
}
