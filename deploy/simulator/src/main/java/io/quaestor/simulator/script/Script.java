package io.quaestor.simulator.script;

import java.util.List;

/**
 * A whole script.
 *
 * @param seed changes every draw
 * @param rules in order of precedence, at most {@link #MAX_RULES}
 */
public record Script(long seed, List<Rule> rules) {

    /** Every call is compared with every rule. */
    public static final int MAX_RULES = 100;

    /** Answers everything at once, without faults. */
    public static final Script PLAIN = new Script(0, List.of());

    public Script {
        rules = List.copyOf(rules);
    }
}
