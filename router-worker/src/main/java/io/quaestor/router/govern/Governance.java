package io.quaestor.router.govern;

import java.util.List;

/** The ordered list of rules. */
public record Governance(List<Rule> rules) {
    public Governance {
        rules = List.copyOf(rules);
    }

    /** Every rule that this version has. */
    public static Governance standard() {
        return new Governance(
                List.of(
                        new DepartmentKnown(),
                        new UserKnown(),
                        new AuditReasonGiven(),
                        new ModelApproved(),
                        new SensitivityAllowed(),
                        new RegionAllowed(),
                        new SizeWithinLimits(),
                        new ParametersWithinLimits(),
                        new RouteAvailable(),
                        new RouteInService(),
                        new CostWithinMaximum(),
                        new DeadlineAhead(),
                        new BudgetOpen()));
    }

    public Judged judge(Case theCase) {
        return new Judged(
                rules.stream()
                        .map(rule -> new Judged.Entry(rule.name(), rule.judge(theCase)))
                        .toList());
    }
}
