package io.quaestor.router.govern;

import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.ErrorType;
import io.quaestor.kernel.Money;
import java.time.DateTimeException;

/**
 * No budget that closes is breached in the current window, at any level the job counts in. A job
 * that kept its hold was let in before.
 */
final class BudgetOpen implements Rule {
    @Override
    public String name() {
        return "budget";
    }

    @Override
    public Verdict judge(Case theCase) {
        var department = theCase.department();
        if (department.isEmpty() || theCase.hasHold()) {
            return Verdict.ALLOW;
        }
        try {
            return judge(theCase, department.get());
        } catch (DateTimeException _) {
            // Zones differ between JDKs: what is valid where the catalogue was applied may be
            // unknown here. Without windows no budget can be judged, and nothing is called.
            return new Verdict.Deny(
                    ErrorType.GOVERNANCE_UNAVAILABLE,
                    "department",
                    "this worker does not know the time zone " + department.get().getZone());
        }
    }

    private static Verdict judge(Case theCase, DepartmentEntry department) {
        return theCase.budgets()
                .breached(theCase.request(), department, theCase.now())
                .<Verdict>map(
                        breach ->
                                new Verdict.Deny(
                                        ErrorType.BUDGET,
                                        "department",
                                        "budget %s is used up: %s of %s in the %s from %s"
                                                .formatted(
                                                        breach.budget(),
                                                        Money.ofNanoUsd(breach.settledNanoUsd()),
                                                        Money.ofNanoUsd(breach.limitNanoUsd()),
                                                        breach.window().kind().text(),
                                                        breach.window().startText())))
                .orElse(Verdict.ALLOW);
    }
}
