package io.quaestor.router.lag;

import io.quaestor.router.fair.Claim;
import java.util.Map;

/** How many calls to a provider a worker may have open. */
public interface InFlightCaps {
    /**
     * @param claims of each lane of this worker, idle ones included
     * @return how many calls these lanes together may have open; over all workers that is the
     *     limit, over by at most what changes in one refresh
     */
    int cap(String provider, Map<Integer, Claim> claims);
}
