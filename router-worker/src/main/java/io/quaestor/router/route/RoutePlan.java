package io.quaestor.router.route;

import io.quaestor.event.RouteRef;
import io.quaestor.kernel.price.CostBound;
import java.util.List;

/**
 * The routes open to a job, best first.
 *
 * @param fresh so many of them, the first, have not failed the job; the others have, in a way that
 *     may pass
 * @param bound what a call can cost at most on the dearest of them; meaningless when there is none
 * @param excludedByRegionOnly there is none, and another region would have had one
 * @param whyEmpty why there is none, for the requester; empty when there is one
 */
public record RoutePlan(
        List<Candidate> candidates,
        int fresh,
        CostBound bound,
        boolean excludedByRegionOnly,
        String whyEmpty) {
    /** One route with the output limit that would be sent on it. */
    public record Candidate(RouteRef route, int maxOutputTokens) {}

    public RoutePlan {
        candidates = List.copyOf(candidates);
    }
}
