package io.quaestor.router.lag;

import java.util.Collection;
import java.util.Map;

/** How much may lie on a provider's queues, not started, by lane. */
public interface LagLimits {
    /**
     * What one lane may have on its queue.
     *
     * @param bytes of payload; reached, nothing more is put there, so it is passed by one job at
     *     most
     */
    record Share(int jobs, long bytes) {
        /** Nothing: the provider is not in the catalogue. */
        public static final Share NONE = new Share(0, 0);
    }

    /**
     * @param busyLanes lanes of this worker with work for the provider
     * @return each busy lane's share, at least one job and one byte
     */
    Map<Integer, Share> of(String provider, Collection<Integer> busyLanes);
}
