package io.quaestor.spend.fold;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The budgets of a lane, by name and by what they limit; few enough to lie in memory. */
final class Limits {

    private static final String LIMIT = "l|";

    private final Entries entries;
    private final Map<String, Limit> byBudget = new HashMap<>();
    private final Map<Target, List<Limit>> byTarget = new HashMap<>();

    Limits(Entries entries) {
        this.entries = entries;
        entries.forEach(LIMIT, (_, packed) -> remember(Codec.limit(packed)));
    }

    Optional<Limit> of(String budget) {
        return Optional.ofNullable(byBudget.get(budget));
    }

    List<Limit> of(Target target) {
        return byTarget.getOrDefault(target, List.of());
    }

    void set(Limit limit) {
        forget(limit.budget());
        remember(limit);
        entries.put(LIMIT + limit.budget(), Codec.limit(limit));
    }

    void end(String budget) {
        forget(budget);
        entries.delete(LIMIT + budget);
    }

    private void remember(Limit limit) {
        byBudget.put(limit.budget(), limit);
        var limits = new ArrayList<>(of(limit.target()));
        limits.add(limit);
        byTarget.put(limit.target(), List.copyOf(limits));
    }

    private void forget(String budget) {
        var former = byBudget.remove(budget);
        if (former != null) {
            var limits = new ArrayList<>(of(former.target()));
            limits.remove(former);
            byTarget.put(former.target(), List.copyOf(limits));
        }
    }
}
