package io.quaestor.router.cancel;

import io.quaestor.event.CancelRequested;
import io.quaestor.event.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Cancelled runs by job id, the newest of each. A cancellation is kept as long as its job can live.
 * Safe for all threads.
 */
public final class CancelBook implements Cancellations {
    private record Cancelled(long run, Instant at) {}

    private final Map<UUID, Cancelled> byJob = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();

    /**
     * @throws IllegalArgumentException when the job id is none
     */
    public void put(CancelRequested cancel) {
        var cancelled = new Cancelled(cancel.getRun(), cancel.getRequestedAt());
        byJob.merge(
                UUID.fromString(cancel.getJobId()),
                cancelled,
                (before, now) -> now.run() >= before.run() ? now : before);
        version.incrementAndGet();
    }

    @Override
    public boolean isCancelled(Job job) {
        if (byJob.isEmpty()) {
            return false;
        }
        var cancelled = byJob.get(UUID.fromString(job.getJobId()));
        return cancelled != null && cancelled.run() == job.getRun();
    }

    @Override
    public long version() {
        return version.get();
    }

    /** Forgets what was cancelled longer ago than any job lives. */
    public void forgetBefore(Instant now, Duration longestLife) {
        byJob.values().removeIf(cancelled -> cancelled.at().plus(longestLife).isBefore(now));
    }

    public int size() {
        return byJob.size();
    }
}
