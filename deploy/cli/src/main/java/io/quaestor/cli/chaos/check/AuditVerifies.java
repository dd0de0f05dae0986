package io.quaestor.cli.chaos.check;

import io.quaestor.cli.chaos.fact.Facts;
import java.util.ArrayList;
import java.util.List;

/** The audit log verifies, and every event of the journal is in it. */
public final class AuditVerifies implements Invariant {
    @Override
    public List<String> violations(Facts facts) {
        var violations = new ArrayList<>(facts.audit().problems());
        facts.topics()
                .lastEvents()
                .forEach(
                        (lane, last) -> {
                            long next = facts.audit().chainedTo().getOrDefault(lane, 0L);
                            if (next <= last) {
                                violations.add(
                                        "lane %d: %d is chained next, the journal's last event is at %d"
                                                .formatted(lane, next, last));
                            }
                        });
        return violations;
    }
}
