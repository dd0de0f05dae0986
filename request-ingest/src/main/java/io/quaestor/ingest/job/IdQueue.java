package io.quaestor.ingest.job;

import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.UUID;

/** Ids, first in, first out, in 16 bytes each and at most as much again of room. */
final class IdQueue {

    private static final int LONGS = 2;

    /** A ring of pairs; its length is a power of two. */
    private long[] ring = new long[16 * LONGS];

    private int first;
    private int size;

    int size() {
        return size;
    }

    void add(UUID id) {
        if (size * LONGS == ring.length) {
            grow();
        }
        int at = (first + size * LONGS) & (ring.length - 1);
        ring[at] = id.getMostSignificantBits();
        ring[at + 1] = id.getLeastSignificantBits();
        size++;
    }

    /**
     * The first, which leaves.
     *
     * @throws NoSuchElementException if there is none
     */
    UUID remove() {
        if (size == 0) {
            throw new NoSuchElementException();
        }
        var id = new UUID(ring[first], ring[first + 1]);
        first = (first + LONGS) & (ring.length - 1);
        size--;
        return id;
    }

    private void grow() {
        long[] larger = Arrays.copyOfRange(ring, first, first + 2 * ring.length);
        System.arraycopy(ring, 0, larger, ring.length - first, first);
        ring = larger;
        first = 0;
    }
}
