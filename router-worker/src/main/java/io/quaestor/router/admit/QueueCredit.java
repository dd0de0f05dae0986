package io.quaestor.router.admit;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What one lane has routed to one provider that has not started: exact, because the lane's queue
 * has one writer. Not thread-safe.
 */
final class QueueCredit {
    private record Routed(long offset, long bytes) {}

    private final Deque<Routed> notStarted = new ArrayDeque<>();
    private long bytes;

    /** A job now lies on the queue. Offsets ascend. */
    void routed(long offset, long jobBytes) {
        notStarted.add(new Routed(offset, jobBytes));
        bytes += jobBytes;
    }

    /** Everything before this offset has started or ended. */
    void startedUpTo(long offset) {
        while (!notStarted.isEmpty() && notStarted.peek().offset() < offset) {
            bytes -= notStarted.remove().bytes();
        }
    }

    int jobs() {
        return notStarted.size();
    }

    long bytes() {
        return bytes;
    }
}
