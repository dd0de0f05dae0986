package io.quaestor.router.govern;

import io.quaestor.event.ErrorType;

/**
 * At least one route of the alias lies in a region that both the department and the request allow.
 */
final class RegionAllowed implements Rule {
    @Override
    public String name() {
        return "region";
    }

    @Override
    public Verdict judge(Case theCase) {
        return theCase.plan().excludedByRegionOnly()
                ? new Verdict.Deny(
                        ErrorType.REGION_NOT_ALLOWED,
                        "allowedRegions",
                        "no route of this model lies in an allowed region")
                : Verdict.ALLOW;
    }
}
