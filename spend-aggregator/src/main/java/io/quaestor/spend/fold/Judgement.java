package io.quaestor.spend.fold;

import io.quaestor.kernel.BudgetStanding;
import io.quaestor.kernel.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was already said about one budget in one window, so that nothing is said twice under one
 * limit version.
 *
 * @param warnedPercent highest threshold published, 0 for none
 * @param breached the breach was published
 * @param restored the restoration was published
 * @param closed the budget was closed when last judged
 */
public record Judgement(
        long limitVersion, int warnedPercent, boolean breached, boolean restored, boolean closed) {

    /** A change of standing that people are told. */
    public sealed interface Saying {
        record Warned(int percent) implements Saying {}

        record Breached() implements Saying {}

        record Restored() implements Saying {}
    }

    record Ruling(Judgement judgement, List<Saying> sayings) {}

    private static Judgement unjudged(long limitVersion) {
        return new Judgement(limitVersion, 0, false, false, false);
    }

    /** Judges the settled amount; only the highest of several thresholds passed at once is said. */
    static Ruling rule(Optional<Judgement> former, Limit limit, long settledNanoUsd) {
        var settled = Money.ofNanoUsd(settledNanoUsd);
        var known =
                former.map(judgement -> judgement.under(limit.version()))
                        .orElse(unjudged(limit.version()));
        boolean closed = limit.policy().standing(settled) instanceof BudgetStanding.Breached;
        int reached = limit.policy().warnedPercent(settled);
        var sayings = new ArrayList<Saying>();
        boolean breaches = closed && !known.breached;
        boolean restores = !closed && known.closed && !known.restored;
        if (breaches) {
            sayings.add(new Saying.Breached());
        }
        if (restores) {
            sayings.add(new Saying.Restored());
        }
        if (!closed && reached > known.warnedPercent) {
            sayings.add(new Saying.Warned(reached));
        }
        return new Ruling(
                new Judgement(
                        limit.version(),
                        Math.max(reached, known.warnedPercent),
                        known.breached || breaches,
                        known.restored || restores,
                        closed),
                sayings);
    }

    /**
     * A new limit version may say everything again; whether the budget was closed is remembered.
     */
    private Judgement under(long version) {
        return version == limitVersion ? this : new Judgement(version, 0, false, false, closed);
    }
}
