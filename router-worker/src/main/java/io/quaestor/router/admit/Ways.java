package io.quaestor.router.admit;

import io.quaestor.router.route.RoutePlan;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The ways a job may go, best first.
 *
 * @param fresh so many of them, the first, have not failed the job yet
 */
record Ways(List<Way> all, int fresh) {
    Ways {
        all = List.copyOf(all);
    }

    static Ways of(RoutePlan plan) {
        return new Ways(
                plan.candidates().stream().map(candidate -> Way.of(candidate.route())).toList(),
                plan.fresh());
    }

    boolean leadTo(String provider) {
        return all.stream().anyMatch(way -> way.provider().equals(provider));
    }

    /**
     * The first that is free. One that has failed the job is taken only while none that has not is
     * in service: it must not be asked again because another is full for a moment.
     */
    Optional<Way> free(Predicate<Way> inService, Predicate<Way> hasRoom) {
        var untried = all.subList(0, fresh);
        var usable = untried.stream().anyMatch(inService) ? untried : all;
        return usable.stream().filter(inService).filter(hasRoom).findFirst();
    }
}
