package io.quaestor.cli.provider;

import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.JournalEvent;
import java.util.Map;
import java.util.TreeMap;

/**
 * How recent calls of one provider ended. Pure.
 *
 * @param failures how often, by error type; unknown outcomes among them
 */
public record Calls(int succeeded, Map<String, Integer> failures) {
    static final Calls NONE = new Calls(0, Map.of());

    public Calls {
        failures = new TreeMap<>(failures);
    }

    int failed() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * Counts the event if it tells of a call that ended.
     *
     * @param calls by provider
     */
    public static void add(JournalEvent event, Map<String, Calls> calls) {
        if (event.getEvent() instanceof AttemptFinished finished) {
            calls.merge(finished.getRoute().getProvider(), one(finished), Calls::plus);
        }
    }

    private static Calls one(AttemptFinished finished) {
        if (finished.getOutcome() == AttemptOutcome.SUCCEEDED) {
            return new Calls(1, Map.of());
        }
        var error = finished.getError();
        return new Calls(0, Map.of(error == null ? "OUTCOME_UNKNOWN" : error.getType().name(), 1));
    }

    private Calls plus(Calls other) {
        var sum = new TreeMap<>(failures);
        other.failures.forEach((type, count) -> sum.merge(type, count, Integer::sum));
        return new Calls(succeeded + other.succeeded, sum);
    }
}
