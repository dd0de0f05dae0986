package io.quaestor.router.lag;

import java.util.Collection;

/** How many calls to a provider this worker may have open. */
public interface InFlightCaps {
    /**
     * @param busyLanes lanes of this worker that have jobs for the provider
     * @return at least 1 while there is a busy lane; all workers' caps together are the provider's
     *     limit, over by at most one refresh
     */
    int cap(String provider, Collection<Integer> busyLanes);

    /** Of a lane among those that share a cap, at least 1. */
    default int weight(int lane) {
        return 1;
    }
}
