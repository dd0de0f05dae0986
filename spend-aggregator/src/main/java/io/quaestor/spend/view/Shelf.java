package io.quaestor.spend.view;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * Rows in order of their {@link Place}, at most so many: the oldest windows make room.
 *
 * <p>One thread writes, any thread reads. Invariant: every row whose window began at or after
 * {@link #completeSince()} is here.
 */
public final class Shelf<V> {
    private final int most;
    private final ConcurrentNavigableMap<Place, V> rows = new ConcurrentSkipListMap<>();
    private int count;
    private volatile Instant completeSince;

    /**
     * @param since when the reading began; {@link Instant#MIN} when it read everything
     */
    public Shelf(int most, Instant since) {
        this.most = most;
        this.completeSince = since;
    }

    public void put(Place place, V row) {
        if (rows.put(place, row) == null) {
            count++;
            makeRoom();
        }
    }

    /** Adds to the row that is there. */
    public void merge(Place place, V row, BinaryOperator<V> sum) {
        var there = rows.get(place);
        put(place, there == null ? row : sum.apply(there, row));
    }

    public void remove(Place place) {
        if (rows.remove(place) != null) {
            count--;
        }
    }

    public Instant completeSince() {
        return completeSince;
    }

    /** The whole windows behind a place, newest first. */
    public Stream<Map.Entry<Place, V>> after(Optional<Place> place) {
        var since = completeSince;
        var behind = place.map(at -> rows.tailMap(at, false)).orElse(rows);
        return behind.entrySet().stream().takeWhile(row -> !row.getKey().start().isBefore(since));
    }

    private void makeRoom() {
        if (count > most) {
            // First hidden, then taken away: no reader sees a window without one of its rows.
            var hidden = rows.lastKey().start().plusMillis(1);
            completeSince = hidden.isAfter(completeSince) ? hidden : completeSince;
            rows.pollLastEntry();
            count--;
        }
    }
}
