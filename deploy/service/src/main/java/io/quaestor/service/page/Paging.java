package io.quaestor.service.page;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of a list that is asked for.
 *
 * @param list its name
 * @param limit most items of the answer
 * @param after sort key of the last item seen; empty at the beginning
 */
public record Paging(String list, int limit, Optional<List<String>> after) {

    public static final int DEFAULT_LIMIT = 50;

    /** About 200 KB of JSON, and what a person or a script handles at once. */
    public static final int MOST = 500;

    /** What a question asks for, or what is wrong with it. */
    public sealed interface Asking {}

    /** It can be answered. */
    public record Asked(Paging paging) implements Asking {}

    /** A parameter is wrong. */
    public record Wrong(String field, String detail) implements Asking {}

    /**
     * @param parts how many parts a position in this list has
     * @param limit as sent; null when not sent
     * @param cursor as sent; null when not sent
     */
    public static Asking of(
            String list, int parts, @Nullable String limit, @Nullable String cursor) {
        if (limit != null && !isLimit(limit)) {
            return new Wrong("limit", "limit is a whole number from 1 to " + MOST + ".");
        }
        int most = limit == null ? DEFAULT_LIMIT : Integer.parseInt(limit);
        if (cursor == null) {
            return new Asked(new Paging(list, most, Optional.empty()));
        }
        return Cursor.decoded(cursor)
                .filter(at -> at.list().equals(list) && at.position().size() == parts)
                .<Asking>map(at -> new Asked(new Paging(list, most, Optional.of(at.position()))))
                .orElseGet(() -> new Wrong("cursor", "cursor is not a next of this list."));
    }

    private static boolean isLimit(String limit) {
        return limit.matches("[1-9]\\d{0,2}") && Integer.parseInt(limit) <= MOST;
    }

    /**
     * The answer.
     *
     * @param following items behind {@link #after}, in order; one more than {@link #limit} suffices
     * @param position sort key of an item
     */
    public <T> Slice<T> slice(List<T> following, Function<? super T, List<String>> position) {
        if (following.size() <= limit) {
            return new Slice<>(following, Optional.empty());
        }
        var items = following.subList(0, limit);
        return new Slice<>(items, Optional.of(new Cursor(list, position.apply(items.getLast()))));
    }
}
