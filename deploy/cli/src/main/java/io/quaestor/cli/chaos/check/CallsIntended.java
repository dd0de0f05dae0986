package io.quaestor.cli.chaos.check;

import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.fact.Facts.Call;
import io.quaestor.cli.chaos.fact.Facts.Intent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every call that reached the simulator has its intent in the journal, written before it arrived,
 * and no intent led to two calls.
 */
public final class CallsIntended implements Invariant {
    @Override
    public List<String> violations(Facts facts) {
        var violations = new ArrayList<String>();
        var intents =
                facts.topics().intents().stream()
                        .collect(
                                Collectors.toMap(
                                        Intent::attempt, Function.identity(), (one, _) -> one));
        var called = new HashSet<String>();
        for (Call call : facts.calls()) {
            var intent = intents.get(call.attempt());
            if (intent == null) {
                violations.add("a call without an intent: " + call);
            } else if (intent.time() > call.arrived()) {
                violations.add(
                        "a call %d ms before its intent: %s"
                                .formatted(intent.time() - call.arrived(), call));
            }
            if (!called.add(call.attempt())) {
                violations.add("an intent led to two calls: " + call);
            }
        }
        return violations;
    }
}
