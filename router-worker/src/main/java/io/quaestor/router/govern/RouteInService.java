package io.quaestor.router.govern;

import io.quaestor.event.ErrorType;

/**
 * Some route of the job is in service, if the request would rather be refused than wait for one.
 */
final class RouteInService implements Rule {
    @Override
    public String name() {
        return "in-service";
    }

    @Override
    public Verdict judge(Case theCase) {
        var fallback = theCase.request().getFallback();
        var candidates = theCase.plan().candidates();
        boolean waits =
                fallback == null
                        || !fallback.getRejectWhenUnavailable()
                        || candidates.isEmpty()
                        || candidates.stream()
                                .anyMatch(candidate -> theCase.available().test(candidate.route()));
        return waits
                ? Verdict.ALLOW
                : new Verdict.Deny(
                        ErrorType.OVERLOADED,
                        "model",
                        "every route of this model is out of service: too many calls failed");
    }
}
