package io.quaestor.router.govern;

import io.quaestor.event.ErrorType;

/**
 * There is a route that can take the job: known provider, enough context and output, the
 * capabilities it needs.
 */
final class RouteAvailable implements Rule {
    @Override
    public String name() {
        return "route";
    }

    @Override
    public Verdict judge(Case theCase) {
        var plan = theCase.plan();
        boolean unknownAlias = theCase.catalog().alias(theCase.request().getModel()).isEmpty();
        return unknownAlias || plan.excludedByRegionOnly() || !plan.candidates().isEmpty()
                ? Verdict.ALLOW
                : new Verdict.Deny(ErrorType.NO_ROUTE, "model", plan.whyEmpty());
    }
}
