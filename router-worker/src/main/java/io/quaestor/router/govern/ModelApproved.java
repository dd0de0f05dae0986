package io.quaestor.router.govern;

import io.quaestor.event.ErrorType;

/** The alias exists and is approved for the department. */
final class ModelApproved implements Rule {
    @Override
    public String name() {
        return "model";
    }

    @Override
    public Verdict judge(Case theCase) {
        var model = theCase.request().getModel();
        if (theCase.catalog().alias(model).isEmpty()) {
            return new Verdict.Deny(
                    ErrorType.UNKNOWN_MODEL,
                    "model",
                    "model " + model + " is not in the catalogue");
        }
        var department = theCase.department();
        return department.isEmpty() || department.get().getModels().contains(model)
                ? Verdict.ALLOW
                : new Verdict.Deny(
                        ErrorType.NOT_APPROVED,
                        "model",
                        "model "
                                + model
                                + " is not approved for department "
                                + theCase.request().getDepartment());
    }
}
