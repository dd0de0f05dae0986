package io.quaestor.cli.chaos.check;

import io.quaestor.cli.chaos.fact.Facts;
import io.quaestor.cli.chaos.fact.Facts.AttemptEnd;
import io.quaestor.cli.chaos.fact.Facts.Intent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Every intent has exactly one end in the journal, known or declared unknown, written after it; no
 * end is without an intent.
 */
public final class AttemptsEnd implements Invariant {
    @Override
    public List<String> violations(Facts facts) {
        var violations = new ArrayList<String>();
        var intended = new HashSet<String>();
        for (Intent intent : facts.topics().intents()) {
            if (!intended.add(intent.attempt())) {
                violations.add("intended twice: " + intent);
            }
        }
        var ended = new HashSet<String>();
        for (AttemptEnd end : facts.topics().attemptEnds()) {
            if (!intended.contains(end.attempt())) {
                violations.add("ended, but never intended: " + end);
            }
            if (!ended.add(end.attempt())) {
                violations.add("ended twice: " + end);
            }
        }
        facts.topics().intents().stream()
                .filter(intent -> !ended.contains(intent.attempt()))
                .forEach(intent -> violations.add("intended, and never ended: " + intent));
        return violations;
    }
}
