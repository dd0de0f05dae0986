package io.quaestor.spend.fold;

import io.quaestor.event.BudgetChanged;
import io.quaestor.kernel.BudgetMode;
import io.quaestor.kernel.BudgetPolicy;
import io.quaestor.kernel.CalendarWindow;
import io.quaestor.kernel.Department;
import io.quaestor.kernel.Money;
import io.quaestor.spend.fold.Judgement.Saying;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * How a limit is set, changed and ended; it is judged at once in every window that has not ended.
 */
final class BudgetRules {

    /** A budget that only warns and names no threshold would be silent. */
    private static final List<Integer> USUAL_WARNINGS = List.of(50, 80, 100);

    static Folded changed(Folding folding, BudgetChanged changed) {
        var former = folding.lane().limit(changed.getBudget());
        if (changed.getRetired()) {
            former.ifPresent(limit -> end(folding, limit));
            return folding.changes();
        }
        var limit = limit(changed);
        former.filter(moved -> !moved.target().equals(limit.target()))
                .ifPresent(moved -> end(folding, moved));
        var at = folding.event().getAt();
        // The window under way gets a state at once, spent or not: admission learns limits from
        // states alone.
        var current =
                CalendarWindow.containing(limit.target().kind(), at, ZoneId.of(changed.getZone()));
        folding.put(folding.total(TotalKey.of(limit.target(), current)));
        for (KeyTotal total : folding.lane().totals(limit.target())) {
            if (total.key().window().end().isAfter(at)) {
                folding.put(folding.total(total.key()));
            }
        }
        return folding.keep(new Change.LimitSet(limit)).changes(Optional.of(limit));
    }

    /** Whoever waits for the budget is told that it no longer closes anything. */
    private static void end(Folding folding, Limit limit) {
        for (KeyTotal kept : folding.lane().totals(limit.target())) {
            var judgement = kept.judgements().get(limit.budget());
            if (judgement == null) {
                continue;
            }
            if (judgement.closed() && kept.key().window().end().isAfter(folding.event().getAt())) {
                folding.say(
                        new Change.Judged(folding.budgetEvent(kept, limit, new Saying.Restored())));
            }
            folding.put(folding.total(kept.key()).withoutJudgement(limit.budget()));
        }
        folding.end(limit);
    }

    private static Limit limit(BudgetChanged changed) {
        var level =
                Wire.level(changed.getLevel())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "budget level " + changed.getLevel()));
        var kind =
                Wire.kind(changed.getWindow())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "budget window " + changed.getWindow()));
        var mode =
                Wire.mode(changed.getMode())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "budget mode " + changed.getMode()));
        var warnings =
                mode == BudgetMode.WARN && changed.getWarn().isEmpty()
                        ? USUAL_WARNINGS
                        : changed.getWarn().stream().sorted().distinct().toList();
        return new Limit(
                changed.getBudget(),
                Wire.target(
                        new Department(changed.getDepartment()), level, changed.getName(), kind),
                new BudgetPolicy(Money.ofNanoUsd(changed.getLimitNanoUsd()), warnings, mode),
                changed.getLimitVersion());
    }

    private BudgetRules() {}
}
