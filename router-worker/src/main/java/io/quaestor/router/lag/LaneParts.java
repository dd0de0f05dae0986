package io.quaestor.router.lag;

import java.util.Collection;

/** Which part of a provider's limits is this worker's. */
public interface LaneParts {
    /**
     * @param busyLanes lanes of this worker that have work for the provider
     * @return their part by weight among all lanes that have; above 0, at most 1; those of all
     *     workers together are 1, over by at most one refresh
     */
    double part(String provider, Collection<Integer> busyLanes);
}
