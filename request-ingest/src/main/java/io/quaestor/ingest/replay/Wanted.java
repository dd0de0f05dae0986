package io.quaestor.ingest.replay;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.TreeSet;

/** The offsets of one partition that are looked for, in ascending order. Not thread-safe. */
final class Wanted {

    /** Reading on over so many records is cheaper than to ask for the next one by its offset. */
    static final long READ_OVER_MAX = 100;

    private final Deque<Long> offsets;

    Wanted(Collection<Long> offsets) {
        this.offsets = new ArrayDeque<>(new TreeSet<>(offsets));
    }

    boolean isEmpty() {
        return offsets.isEmpty();
    }

    /** The next one; there is one. */
    long next() {
        return offsets.getFirst();
    }

    /** A record lies there: whether it is looked for. What was before it is not there. */
    boolean meets(long offset) {
        passes(offset);
        if (isEmpty() || next() != offset) {
            return false;
        }
        offsets.removeFirst();
        return true;
    }

    /** All before that offset was read. */
    void passes(long offset) {
        while (!isEmpty() && next() < offset) {
            offsets.removeFirst();
        }
    }

    /** There is nothing from that offset on. */
    void endsAt(long offset) {
        while (!isEmpty() && offsets.getLast() >= offset) {
            offsets.removeLast();
        }
    }

    /** Where to go on when the reader stands at {@code position}, if not just there. */
    OptionalLong jumpFrom(long position) {
        return !isEmpty() && next() - position > READ_OVER_MAX
                ? OptionalLong.of(next())
                : OptionalLong.empty();
    }
}
