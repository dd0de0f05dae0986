package io.quaestor.router.govern;

import io.quaestor.event.ErrorType;
import io.quaestor.event.Sensitivity;

/**
 * The data is not more sensitive than the department may send. A class that this version does not
 * know may be any, and is not sent.
 */
final class SensitivityAllowed implements Rule {
    @Override
    public String name() {
        return "sensitivity";
    }

    @Override
    public Verdict judge(Case theCase) {
        var sent = theCase.request().getSensitivity();
        return theCase.department()
                        .map(department -> isAllowed(sent, department.getMaxSensitivity()))
                        .orElse(true)
                ? Verdict.ALLOW
                : new Verdict.Deny(
                        ErrorType.SENSITIVITY_NOT_ALLOWED,
                        "sensitivity",
                        "data of class " + sent + " may not be sent");
    }

    private static boolean isAllowed(Sensitivity sent, Sensitivity highest) {
        return sent != Sensitivity.UNKNOWN && sent.compareTo(highest) <= 0;
    }
}
