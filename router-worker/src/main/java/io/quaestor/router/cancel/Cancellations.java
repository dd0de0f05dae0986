package io.quaestor.router.cancel;

import io.quaestor.event.Job;

/** Which jobs were cancelled. */
public interface Cancellations {
    /** None was. */
    Cancellations NONE =
            new Cancellations() {
                @Override
                public boolean isCancelled(Job job) {
                    return false;
                }

                @Override
                public long version() {
                    return 0;
                }
            };

    /** Whether this run of the job was cancelled. */
    boolean isCancelled(Job job);

    /** Grows with every cancellation: as long as it stays, looking again finds nothing new. */
    long version();
}
