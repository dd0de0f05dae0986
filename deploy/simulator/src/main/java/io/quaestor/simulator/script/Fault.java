package io.quaestor.simulator.script;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that goes wrong with some of a rule's calls.
 *
 * @param probability share of the calls, 0 to 1
 * @param first only the first so many calls that the rule matches
 * @param during only in this window
 * @param latency from arrival to the fault; empty: errors come at once, the rest after the rule's
 *     latency
 */
public record Fault(
        Behaviour behaviour,
        double probability,
        Optional<Long> first,
        Optional<Window> during,
        Optional<Latency> latency) {

    /** A time window, counted from the moment the script was set. */
    public record Window(Duration after, Duration length) {

        boolean contains(Duration sinceSet) {
            return sinceSet.compareTo(after) >= 0 && sinceSet.compareTo(after.plus(length)) < 0;
        }
    }
}
