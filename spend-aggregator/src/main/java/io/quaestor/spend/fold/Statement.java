package io.quaestor.spend.fold;

import io.quaestor.event.BreachCause;
import io.quaestor.event.BudgetLimit;
import io.quaestor.event.BudgetState;
import io.quaestor.event.BudgetStatus;
import io.quaestor.event.SpendTotal;
import io.quaestor.kernel.BudgetStanding;
import io.quaestor.kernel.Money;
import java.util.List;
import java.util.Optional;

/**
 * How one key stands, as it is published: the whole truth of the key, not a change.
 *
 * @param state for {@code llm.budgets}, when somebody may need it: the department's own keys, keys
 *     with limits, and keys that had some
 * @param total for {@code llm.spend.totals}, of the department's own keys
 */
public record Statement(TotalKey key, Optional<BudgetState> state, Optional<SpendTotal> total) {

    static Statement of(KeyTotal total, List<Limit> limits, Stamp stamp) {
        boolean needed = total.key().isDepartment() || !limits.isEmpty() || total.shown();
        return new Statement(
                total.key(),
                needed ? Optional.of(state(total, limits, stamp)) : Optional.empty(),
                total.key().isDepartment() ? Optional.of(spend(total, stamp)) : Optional.empty());
    }

    /** What every statement of one flush says about the fold it comes from. */
    record Stamp(int lane, String foldEpoch, long asOf) {}

    /** The key on {@code llm.spend.totals}: {@code department|window kind|window start}. */
    public String totalKey() {
        return key.target().department().code()
                + '|'
                + key.target().kind().text()
                + '|'
                + key.window().startText();
    }

    private static BudgetState state(KeyTotal total, List<Limit> limits, Stamp stamp) {
        var key = total.key();
        return BudgetState.newBuilder()
                .setDepartment(key.target().department().code())
                .setLevel(Wire.level(key.target().level()))
                .setName(key.target().name())
                .setWindow(Wire.window(key.window()))
                .setSettledNanoUsd(total.tally().settled())
                .setHeldNanoUsd(total.tally().held())
                .setLimits(limits.stream().map(limit -> judged(total, limit)).toList())
                .setFoldEpoch(stamp.foldEpoch())
                .setAsOf(stamp.asOf())
                .build();
    }

    private static BudgetLimit judged(KeyTotal total, Limit limit) {
        var policy = limit.policy();
        var settled = Money.ofNanoUsd(total.tally().settled());
        var standing = policy.standing(settled);
        return BudgetLimit.newBuilder()
                .setBudget(limit.budget())
                .setMode(Wire.mode(policy.mode()))
                .setLimitNanoUsd(policy.limit().nanoUsd())
                .setLimitVersion(limit.version())
                .setStatus(status(standing))
                .setWarnedPercent(policy.warnedPercent(settled))
                .setCause(standing.admits() ? BreachCause.UNKNOWN : BreachCause.SETTLED)
                .build();
    }

    private static BudgetStatus status(BudgetStanding standing) {
        return switch (standing) {
            case BudgetStanding.Open _ -> BudgetStatus.OPEN;
            case BudgetStanding.Warned _ -> BudgetStatus.WARNED;
            case BudgetStanding.Breached _ -> BudgetStatus.BREACHED;
        };
    }

    private static SpendTotal spend(KeyTotal total, Stamp stamp) {
        var tally = total.tally();
        return SpendTotal.newBuilder()
                .setDepartment(total.key().target().department().code())
                .setWindow(Wire.window(total.key().window()))
                .setSettledNanoUsd(tally.settled())
                .setEstimatedNanoUsd(tally.estimated())
                .setSimulatedNanoUsd(tally.simulated())
                .setHeldNanoUsd(tally.held())
                .setAttempts(tally.attempts())
                .setUnknownOutcomes(tally.unknownOutcomes())
                .setUnpricedAttempts(tally.unpricedAttempts())
                .setUsage(tally.tokens().toUsage())
                .setFoldEpoch(stamp.foldEpoch())
                .setAsOf(stamp.asOf())
                .setLane(stamp.lane())
                .build();
    }
}
