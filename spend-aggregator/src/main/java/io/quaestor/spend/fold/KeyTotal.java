package io.quaestor.spend.fold;

import java.util.Map;
import java.util.TreeMap;

/**
 * Everything kept of one key.
 *
 * @param judgements by budget name
 * @param asOf next journal offset after the last event that changed it
 * @param shown it was published on {@code llm.budgets} at least once, and stays there until its
 *     tombstone
 */
public record KeyTotal(
        TotalKey key, Tally tally, Map<String, Judgement> judgements, long asOf, boolean shown) {

    public KeyTotal {
        judgements = Map.copyOf(judgements);
    }

    static KeyTotal zero(TotalKey key) {
        return new KeyTotal(key, Tally.ZERO, Map.of(), 0, false);
    }

    KeyTotal plus(Tally change) {
        return new KeyTotal(key, tally.plus(change), judgements, asOf, shown);
    }

    KeyTotal judged(String budget, Judgement judgement) {
        if (judgement.equals(judgements.get(budget))) {
            return this;
        }
        var all = new TreeMap<>(judgements);
        all.put(budget, judgement);
        return new KeyTotal(key, tally, all, asOf, shown);
    }

    KeyTotal withoutJudgement(String budget) {
        var all = new TreeMap<>(judgements);
        all.remove(budget);
        return new KeyTotal(key, tally, all, asOf, shown);
    }

    KeyTotal at(long nextOffset) {
        return new KeyTotal(key, tally, judgements, nextOffset, shown);
    }

    KeyTotal asShown() {
        return new KeyTotal(key, tally, judgements, asOf, true);
    }
}
