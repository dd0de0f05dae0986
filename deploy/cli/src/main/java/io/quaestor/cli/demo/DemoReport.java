package io.quaestor.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.audit.verify.Verification;
import io.quaestor.event.JobStatus;
import io.quaestor.event.LlmResponse;
import io.quaestor.kernel.Money;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What the demo shows at its end. */
final class DemoReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;

    DemoReport(PrintWriter out) {
        this.out = out;
    }

    /**
     * @param calls entries of the simulator's call log, when there is one
     */
    void print(
            Evidence evidence, DemoOutcome outcome, Verification audit, Optional<Integer> calls) {
        var succeeded =
                evidence.responses().stream()
                        .filter(response -> response.getStatus() == JobStatus.SUCCEEDED)
                        .toList();
        answers(succeeded);
        receipt(succeeded);
        refusal(evidence.responses());
        spend(evidence, outcome);
        breaches(outcome.breaches());
        audit(audit);
        jobs(outcome, calls);
        failed(evidence.responses());
        verdict(outcome);
        out.flush();
    }

    private void answers(List<LlmResponse> succeeded) {
        heading("Some answers");
        var firsts = new TreeMap<String, LlmResponse>();
        succeeded.forEach(response -> firsts.putIfAbsent(response.getDepartment(), response));
        for (var response : firsts.values()) {
            out.printf(
                    "%s, %s, by %s%s:%n%s%n%n",
                    response.getDepartment(),
                    response.getMetadata().getOrDefault("document", ""),
                    response.getResponseModel(),
                    response.getSimulated() ? " (simulated)" : "",
                    indented(Optional.ofNullable(response.getContent()).orElse("")));
        }
    }

    /** One that shows most: tried more than once if there is such a job. */
    private void receipt(List<LlmResponse> succeeded) {
        heading("One receipt, whole");
        succeeded.stream()
                .max(Comparator.comparingInt(one -> one.getReceipt().getAttempts().size()))
                .ifPresent(response -> out.println(withoutContent(response)));
        out.println();
    }

    private static String withoutContent(LlmResponse response) {
        try {
            var json = (ObjectNode) JSON.readTree(response.toString());
            json.remove(List.of("content", "json", "toolCalls", "trace", "metadata"));
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record does not print as JSON", e);
        }
    }

    private void refusal(List<LlmResponse> responses) {
        responses.stream()
                .filter(response -> response.getStatus() == JobStatus.REJECTED)
                .findFirst()
                .ifPresent(
                        response -> {
                            heading("One refusal");
                            out.printf(
                                    "%s, %s: %s%n%n",
                                    response.getDepartment(),
                                    response.getRequestId(),
                                    reason(response));
                        });
    }

    private static String reason(LlmResponse response) {
        var error = response.getError();
        return error == null ? "" : error.getType() + ", " + error.getMessage();
    }

    private void spend(Evidence evidence, DemoOutcome outcome) {
        heading("Spend by department and model" + (outcome.simulated() ? " (simulated)" : ""));
        Spend.ofChargesByModel(evidence.charges())
                .forEach((key, money) -> out.printf("%-44s %18s%n", key, money));
        var all = outcome.spend().values().stream().reduce(Money.ZERO, Money::plus);
        out.printf(
                "%-44s %18s in %d line items; totals and journal %s%n%n",
                "all",
                all,
                evidence.charges().size(),
                Spend.agrees(evidence) ? "agree" : "DO NOT agree");
    }

    private void breaches(List<Breach> breaches) {
        heading("Budgets that ran out");
        for (var breach : breaches) {
            out.printf(
                    "%s of department %s, %s: settled %s of %s, %s over (%s)%n",
                    breach.budget(),
                    breach.department(),
                    breach.window(),
                    breach.settled(),
                    breach.limit(),
                    breach.settled().minus(breach.limit()),
                    breach.cause());
        }
        out.println();
    }

    private void audit(Verification audit) {
        heading("Audit log");
        audit.problems().forEach(problem -> out.println(problem));
        out.printf(
                "%d entries in %d chains: %s%n%n",
                audit.entries(), audit.chains().size(), audit.ok() ? "verified" : "BROKEN");
    }

    private void jobs(DemoOutcome outcome, Optional<Integer> calls) {
        heading("Jobs");
        var jobs = outcome.jobs();
        out.printf(
                "%d submitted: %d succeeded, %d failed, %d refused; %d lost, %d duplicate responses; %.1f s%n",
                jobs.jobs(),
                jobs.count(JobStatus.SUCCEEDED),
                jobs.failed(),
                jobs.count(JobStatus.REJECTED),
                jobs.lost().size(),
                jobs.duplicateResponses(),
                outcome.seconds());
        calls.ifPresent(
                count ->
                        out.printf(
                                "%d provider calls, each with its intent in the journal: %s%n",
                                count, jobs.violations().isEmpty() ? "yes" : "NO"));
    }

    /**
     * A job whose call was open at the kill comes back to admission, and may find no money left.
     */
    private void failed(List<LlmResponse> responses) {
        responses.stream()
                .filter(response -> response.getStatus() != JobStatus.SUCCEEDED)
                .filter(response -> response.getStatus() != JobStatus.REJECTED)
                .forEach(
                        response ->
                                out.printf(
                                        "%s, %s: %s%n",
                                        response.getStatus(),
                                        response.getRequestId(),
                                        reason(response)));
    }

    private void verdict(DemoOutcome outcome) {
        outcome.failures().forEach(failure -> out.println("FAILED: " + failure));
        if (outcome.succeeded()) {
            out.println("Everything the demo promises holds.");
        }
    }

    private void heading(String text) {
        out.println("== " + text);
    }

    private static String indented(String text) {
        return text.indent(2).stripTrailing();
    }
}
