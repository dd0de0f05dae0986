package io.quaestor.service.page;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param next where it goes on; empty at the end
 */
public record Slice<T>(List<T> items, Optional<Cursor> next) {
    public Slice {
        items = List.copyOf(items);
    }
}
