package io.quaestor.cli.chaos.check;

import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.fact.Facts.Admission;
import io.quaestor.cli.chaos.fact.Facts.Closing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Nothing is let in that counts in a closed budget's key later than {@link #TOLERANCE_MILLIS} after
 * its breach was visible to any reader.
 *
 * <p>A job that comes back under the hold of its dispatch was let in before: only the first
 * admission of each dispatch is judged.
 */
public final class ClosedBudgetsRefuse implements Invariant {
    /**
     * A worker reads budgets with every turn of its loop; a turn rests 200 ms at most after a
     * transaction, and what it wrote into one lies on the journal before the breach is read.
     */
    static final long TOLERANCE_MILLIS = 2_000;

    @Override
    public List<String> violations(Facts facts) {
        var closings =
                facts.closings().stream()
                        .collect(
                                Collectors.toMap(
                                        Closing::key, Function.identity(), (one, _) -> one));
        var violations = new ArrayList<String>();
        var held = new HashSet<String>();
        for (Admission admission : facts.topics().admissions()) {
            if (!held.add(admission.dispatch())) {
                continue;
            }
            for (var key : admission.keys()) {
                var closing = closings.get(key);
                if (closing != null && admission.time() > closing.seen() + TOLERANCE_MILLIS) {
                    violations.add(
                            "%s was let in %d ms after %s had closed, by %s"
                                    .formatted(
                                            admission.dispatch(),
                                            admission.time() - closing.seen(),
                                            closing.budget(),
                                            admission.instance()));
                }
            }
        }
        return violations;
    }
}
