package io.quaestor.router;

import io.quaestor.event.Job;
import io.quaestor.router.cancel.Cancellations;
import java.util.HashSet;
import java.util.Set;

/** Cancellations as a test makes them. */
public final class FakeCancellations implements Cancellations {
    private record Run(String jobId, long run) {}

    private final Set<Run> runs = new HashSet<>();
    private long version;

    public void cancel(Job job) {
        runs.add(new Run(job.getJobId(), job.getRun()));
        version++;
    }

    @Override
    public boolean isCancelled(Job job) {
        return runs.contains(new Run(job.getJobId(), job.getRun()));
    }

    @Override
    public long version() {
        return version;
    }
}
