package io.quaestor.cli.chaos.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The simulator's script at any moment of a plan. Pure. */
public final class ProviderScript {
    /**
     * Short enough for a drained revocation (5 s), but for one in fifty, and long enough that a
     * killed worker has calls open.
     */
    private static final String LATENCY =
            """
            {"mix": [{"p": 0.98, "latency": {"lognormal": {"median": "300ms", "sigma": 0.6, "max": "3s"}}},
                     {"p": 0.02, "latency": {"uniform": ["4s", "7s"]}}]}""";

    /**
     * The script that holds from a moment on until the next of {@link #changes}.
     *
     * @param now after the load began
     */
    public static String at(CampaignPlan plan, Duration now) {
        var rules = new ArrayList<String>();
        plan.troubles().stream()
                .filter(trouble -> trouble.isOn(now))
                .map(ProviderScript::rule)
                .forEach(rules::add);
        rules.add("{\"latency\": %s}".formatted(LATENCY));
        return "{\"seed\": %d, \"rules\": [%s]}"
                .formatted(Math.floorMod(plan.seed(), Integer.MAX_VALUE), String.join(", ", rules));
    }

    private static String rule(Trouble trouble) {
        return "{\"match\": {\"protocol\": \"%s\"}, \"faults\": [{%s, \"probability\": 0.%02d}]}"
                .formatted(trouble.protocol(), trouble.mood().script(), trouble.percent());
    }

    /** When the script changes, after the load began, ascending. */
    public static List<Duration> changes(CampaignPlan plan) {
        var changes = new TreeSet<Duration>();
        for (var trouble : plan.troubles()) {
            changes.add(trouble.at());
            changes.add(trouble.ends());
        }
        return List.copyOf(changes);
    }

    private ProviderScript() {}
}
