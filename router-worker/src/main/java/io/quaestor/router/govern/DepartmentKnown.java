package io.quaestor.router.govern;

import io.quaestor.event.ErrorType;

/** The department is in the catalogue and not retired. */
final class DepartmentKnown implements Rule {
    @Override
    public String name() {
        return "department";
    }

    @Override
    public Verdict judge(Case theCase) {
        var code = theCase.request().getDepartment();
        return theCase.department().isPresent()
                ? Verdict.ALLOW
                : new Verdict.Deny(
                        ErrorType.UNKNOWN_DEPARTMENT,
                        "department",
                        "department " + code + " is not in the catalogue");
    }
}
