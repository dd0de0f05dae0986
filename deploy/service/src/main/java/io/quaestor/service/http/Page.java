package io.quaestor.service.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.quaestor.service.page.Cursor;
import io.quaestor.service.page.Paging;
import io.quaestor.service.page.Slice;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, as JSON.
 *
 * @param next to be sent as {@code cursor} for what follows; null at the end
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Page<T>(List<T> items, @Nullable String next) {

    /** A slice of the list, each item shown as JSON will have it. */
    public static <S, T> Page<T> of(Slice<S> slice, Function<? super S, T> shown) {
        return new Page<>(
                slice.items().stream().<T>map(shown).toList(),
                slice.next().map(Cursor::encoded).orElse(null));
    }

    /**
     * Reads {@code limit} and {@code cursor} of a request.
     *
     * @param list name of the list; the cursor of another one is refused
     * @param parts how many parts a position in this list has
     * @throws ProblemException naming the parameter that is wrong
     */
    public static Paging paging(
            String list, int parts, @Nullable String limit, @Nullable String cursor) {
        return switch (Paging.of(list, parts, limit, cursor)) {
            case Paging.Asked(Paging paging) -> paging;
            case Paging.Wrong(String field, String detail) ->
                    throw new ProblemException(Problem.ofParameter(field, detail));
        };
    }
}
