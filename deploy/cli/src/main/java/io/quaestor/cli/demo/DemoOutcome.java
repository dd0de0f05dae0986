package io.quaestor.cli.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quaestor.event.JobStatus;
import io.quaestor.kernel.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the demo found.
 *
 * @param spend by department
 * @param auditEntries verified entries of all chains
 * @param failures why the demo failed, one sentence each; empty when it did not
 */
public record DemoOutcome(
        Reconciliation jobs,
        Map<String, Money> spend,
        List<Breach> breaches,
        long auditEntries,
        boolean auditVerified,
        boolean simulated,
        double seconds,
        List<String> failures) {

    public boolean succeeded() {
        return failures.isEmpty();
    }

    /** One line, without blanks between its parts. */
    public String json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("jobs", jobs.jobs());
        json.put("succeeded", jobs.count(JobStatus.SUCCEEDED));
        json.put("failed", jobs.failed());
        json.put("rejected", jobs.count(JobStatus.REJECTED));
        json.put("lost", jobs.lost().size());
        json.put("duplicateResponses", jobs.duplicateResponses());
        var spent = json.putObject("spendUsd");
        spend.forEach((department, money) -> spent.put(department, money.toUsd()));
        var breached = json.putArray("breaches");
        for (var breach : breaches) {
            breached.addObject()
                    .put("department", breach.department())
                    .put("budget", breach.budget())
                    .put("window", breach.window())
                    .put("limitUsd", breach.limit().toUsd())
                    .put("settledUsd", breach.settled().toUsd())
                    .put("cause", breach.cause());
        }
        json.put("auditEntries", auditEntries);
        json.put("auditVerified", auditVerified);
        json.put("simulated", simulated);
        json.put("seconds", seconds);
        return json.toString();
    }

    /** Why a run with these findings is no success. */
    static List<String> failures(
            Reconciliation jobs, List<Breach> breaches, boolean auditVerified, boolean simulated) {
        var failures = new ArrayList<String>();
        if (!jobs.lost().isEmpty()) {
            failures.add(jobs.lost().size() + " requests have no response");
        }
        if (jobs.duplicateResponses() > 0) {
            failures.add(jobs.duplicateResponses() + " responses are duplicates");
        }
        jobs.violations().stream().limit(5).forEach(failures::add);
        if (!auditVerified) {
            failures.add("the audit log does not verify");
        }
        if (simulated && jobs.count(JobStatus.REJECTED) == 0) {
            failures.add("no job was refused, though a budget should run out");
        }
        if (simulated && breaches.size() != 1) {
            failures.add("%d budgets were breached instead of one".formatted(breaches.size()));
        }
        return failures;
    }
}
