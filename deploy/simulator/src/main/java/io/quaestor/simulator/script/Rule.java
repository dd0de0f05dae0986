package io.quaestor.simulator.script;

import io.quaestor.simulator.call.TokenUsage;
import java.util.List;
import java.util.Optional;

/**
 * What the script says about some calls. Of all rules that match a call, the first that names a
 * latency gives the latency, and so with usage and text; every matching rule's limit and faults
 * count, in order, until one strikes.
 */
public record Rule(
        Match match,
        Optional<Latency> latency,
        List<Fault> faults,
        Optional<Limit> limit,
        Optional<TokenUsage> usage,
        Optional<String> text) {

    public Rule {
        faults = List.copyOf(faults);
    }
}
