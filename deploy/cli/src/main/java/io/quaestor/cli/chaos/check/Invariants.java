package io.quaestor.cli.chaos.check;

import io.quaestor.cli.chaos.fact.Facts;
import java.util.ArrayList;
import java.util.List;

/** All of them. */
public final class Invariants {
    /** One broken mechanism breaks an invariant for many jobs: so many of each are told. */
    static final int TOLD_MOST = 20;

    private static final List<Invariant> ALL =
            List.of(
                    new OneAnswerEach(),
                    new RefusalsTyped(),
                    new ConflictsRefused(),
                    new CallsIntended(),
                    new AttemptsEnd(),
                    new CallsCharged(),
                    new TotalsAddUp(),
                    new RecordsAgree(),
                    new DeadlinesKept(),
                    new ClosedBudgetsRefuse(),
                    new Repetitions(),
                    new SequencesContiguous(),
                    new AuditVerifies(),
                    new Recoveries(),
                    new ResourcesSteady(),
                    new NothingLeftRunning());

    /** Every violation, each with its invariant's name before it. */
    public static List<String> violations(Facts facts) {
        var all = new ArrayList<>(facts.notes());
        for (var invariant : ALL) {
            var name = invariant.getClass().getSimpleName();
            var found = invariant.violations(facts);
            found.stream().limit(TOLD_MOST).forEach(one -> all.add(name + ": " + one));
            if (found.size() > TOLD_MOST) {
                all.add("%s: and %d more".formatted(name, found.size() - TOLD_MOST));
            }
        }
        return List.copyOf(all);
    }

    private Invariants() {}
}
