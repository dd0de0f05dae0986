package io.quaestor.simulator.http;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets only so many large requests be read at once; the others wait in the order they came, in
 * their sockets' buffers.
 *
 * <p>Without it thousands of uploads begun in the same instant would all lie half-read in memory
 * (3,000 of 60 kB ended in an OutOfMemoryError at 128 MB). Thread-safe.
 */
final class UploadGate {

    /** Enough to keep every event loop busy; at 16 MiB each the worst case, at 60 kB 4 MB. */
    static final int UPLOADS_AT_ONCE = 64;

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int free;

    UploadGate(int uploadsAtOnce) {
        this.free = uploadsAtOnce;
    }

    /** True when the caller may read on; else {@code onTurn} is run when it may. */
    synchronized boolean enter(Runnable onTurn) {
        if (free > 0) {
            free--;
            return true;
        }
        waiting.add(onTurn);
        return false;
    }

    /** The turn of {@code onTurn} is not wanted any more; false when it has been given already. */
    synchronized boolean abandon(Runnable onTurn) {
        return waiting.remove(onTurn);
    }

    /** Ends a turn and gives it to the next. */
    void leave() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
