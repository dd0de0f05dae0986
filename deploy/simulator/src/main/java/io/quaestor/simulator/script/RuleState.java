package io.quaestor.simulator.script;

import java.util.Optional;

/** What one rule has seen since its script was set. Not thread-safe. */
final class RuleState {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Rule rule;
    private long matched;
    private int open;
    private long window = Long.MIN_VALUE;
    private int inWindow;

    RuleState(Rule rule) {
        this.rule = rule;
    }

    Rule rule() {
        return rule;
    }

    /** Counts a matching call; 1 for the first. */
    long match() {
        return ++matched;
    }

    /** Whether the rule's limit refuses one more call; an accepted call is counted. */
    boolean overRate(long sinceSetNanos) {
        Optional<Integer> perSecond = rule.limit().flatMap(Limit::perSecond);
        if (perSecond.isEmpty()) {
            return false;
        }
        long now = Math.floorDiv(sinceSetNanos, SECOND_NANOS);
        if (now != window) {
            window = now;
            inWindow = 0;
        }
        return ++inWindow > perSecond.get();
    }

    boolean full() {
        return rule.limit().flatMap(Limit::concurrent).map(most -> open >= most).orElse(false);
    }

    void opened() {
        open++;
    }

    void closed() {
        open--;
    }
}
