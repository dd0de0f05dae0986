package io.quaestor.spend.view;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a row stands in a list: the newest window first, then by department and name.
 *
 * @param name at its level; the department itself at that of departments
 */
public record Place(Instant start, String department, String name) implements Comparable<Place> {

    /** Parts of {@link #position()}. */
    public static final int PARTS = 3;

    /** As a cursor carries it. */
    public List<String> position() {
        return List.of(start.toString(), department, name);
    }

    /** Empty when no list of ours gave this position. */
    public static Optional<Place> of(List<String> position) {
        try {
            return Optional.of(
                    new Place(Instant.parse(position.get(0)), position.get(1), position.get(2)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(Place other) {
        int order = other.start.compareTo(start);
        if (order == 0) {
            order = department.compareTo(other.department);
        }
        return order == 0 ? name.compareTo(other.name) : order;
    }
}
