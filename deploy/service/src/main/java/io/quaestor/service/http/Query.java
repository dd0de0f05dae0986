package io.quaestor.service.http;

import io.micronaut.http.HttpRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads query parameters; every method throws a {@link ProblemException} that names the parameter
 * when it is wrong.
 */
public final class Query {

    /** A misspelt filter would otherwise be answered with everything. */
    public static void knowsOnly(HttpRequest<?> request, String... names) {
        var unknown = new TreeSet<>(request.getParameters().names());
        unknown.removeAll(List.of(names));
        if (!unknown.isEmpty()) {
            var first = unknown.first();
            var known = names.length == 0 ? "none" : inWords(names);
            throw wrong(first, first + " is no parameter here; there are: " + known + ".");
        }
    }

    /** A text as it is, neither empty nor with a character that no name of ours has. */
    public static Optional<String> text(String name, @Nullable String text) {
        if (text != null && (text.isEmpty() || text.chars().anyMatch(Character::isISOControl))) {
            throw wrong(name, name + " is empty or has control characters.");
        }
        return Optional.ofNullable(text);
    }

    /** An instant in ISO 8601 with a zone, such as {@code 2026-03-01T00:00:00Z}. */
    public static Optional<Instant> instant(String name, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            throw wrong(name, name + " is an instant with its zone, such as 2026-03-01T00:00:00Z.");
        }
    }

    /** A whole number from {@code least} to {@code most}. */
    public static Optional<Long> number(String name, @Nullable String text, long least, long most) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
        } catch (NumberFormatException _) {
            // Told below, as a number out of range is.
        }
        throw wrong(name, "%s is a whole number from %d to %d.".formatted(name, least, most));
    }

    /**
     * One of a few words.
     *
     * @param named finds what a word means
     */
    public static <T> Optional<T> oneOf(
            String name,
            @Nullable String text,
            Collection<String> words,
            Function<String, Optional<T>> named) {
        if (text == null) {
            return Optional.empty();
        }
        if (!words.contains(text)) {
            throw wrong(name, name + " is one of: " + inWords(words.toArray(String[]::new)) + ".");
        }
        return named.apply(text);
    }

    private static String inWords(String... words) {
        return String.join(", ", words);
    }

    private static ProblemException wrong(String name, String detail) {
        return new ProblemException(Problem.ofParameter(name, detail));
    }

    private Query() {}
}
