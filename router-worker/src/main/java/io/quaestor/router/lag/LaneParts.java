package io.quaestor.router.lag;

import io.quaestor.router.fair.Claim;
import java.util.Map;

/** Which part of a provider's limits is this worker's. */
public interface LaneParts {
    /**
     * @param claims of each lane of this worker, idle ones included
     * @return the part of those that are not idle by weight among all such lanes; above 0, at most
     *     1; those of all workers together are 1, over by at most one refresh
     */
    double part(String provider, Map<Integer, Claim> claims);
}
