package io.quaestor.cli.demo;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.quaestor.event.AttemptStarted;
import io.quaestor.event.AttemptSummary;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.TopicPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Requests, responses, intents and calls joined with each other. Pure.
 *
 * @param lost submissions without a response
 * @param duplicateResponses responses beyond the first of their submission
 * @param violations what no promise allows: answers to nothing, successes without a call, calls
 *     without an intent
 */
public record Reconciliation(
        int jobs,
        Map<JobStatus, Long> byStatus,
        List<Submission> lost,
        long duplicateResponses,
        List<String> violations) {

    /** Joins responses with their submissions and the journal. */
    public static Reconciliation of(Evidence evidence) {
        var submissions = evidence.submissions();
        var answers =
                evidence.responses().stream()
                        .collect(groupingBy(LlmResponse::getSubmission, counting()));
        var known = submissions.stream().map(Submission::position).collect(Collectors.toSet());
        return new Reconciliation(
                submissions.size(),
                evidence.responses().stream()
                        .collect(groupingBy(LlmResponse::getStatus, counting())),
                submissions.stream().filter(one -> !answers.containsKey(one.position())).toList(),
                answers.values().stream().mapToLong(count -> count - 1).sum(),
                strays(answers.keySet(), known));
    }

    /** The same, compared with what the provider says it was asked. */
    public Reconciliation with(Evidence evidence, List<LoggedCall> calls) {
        var all = new ArrayList<>(violations);
        all.addAll(withoutIntent(evidence.journal(), calls));
        all.addAll(withoutCall(evidence.responses(), calls));
        return new Reconciliation(jobs, byStatus, lost, duplicateResponses, List.copyOf(all));
    }

    public long count(JobStatus status) {
        return byStatus.getOrDefault(status, 0L);
    }

    /** Neither succeeded nor refused: failed, expired or cancelled. */
    public long failed() {
        return byStatus.values().stream().mapToLong(Long::longValue).sum()
                - count(JobStatus.SUCCEEDED)
                - count(JobStatus.REJECTED);
    }

    private static List<String> strays(Set<TopicPosition> answered, Set<TopicPosition> known) {
        return answered.stream()
                .filter(position -> !known.contains(position))
                .map(position -> "a response answers no request: " + position)
                .toList();
    }

    private static List<String> withoutIntent(List<JournalEvent> journal, List<LoggedCall> calls) {
        var intents =
                journal.stream()
                        .filter(event -> event.getEvent() instanceof AttemptStarted)
                        .map(event -> attempt(event, (AttemptStarted) event.getEvent()))
                        .collect(Collectors.toSet());
        return calls.stream()
                .filter(call -> !intents.contains(call.attempt()))
                .map(call -> "a call without an intent in the journal: " + call.attempt())
                .toList();
    }

    private static String attempt(JournalEvent event, AttemptStarted started) {
        return "%s/%d/%d/%d"
                .formatted(
                        event.getSubject(),
                        event.getRun(),
                        started.getDispatch(),
                        started.getAttempt());
    }

    private static List<String> withoutCall(List<LlmResponse> responses, List<LoggedCall> calls) {
        var answered =
                calls.stream()
                        .filter(LoggedCall::answered)
                        .map(call -> withoutDispatch(call.attempt()))
                        .collect(Collectors.toSet());
        return responses.stream()
                .filter(response -> response.getStatus() == JobStatus.SUCCEEDED)
                .filter(response -> !answered.contains(lastAttempt(response)))
                .map(response -> "a success without a call: " + lastAttempt(response))
                .toList();
    }

    /** The receipt counts attempts over all dispatches, so that a number names one call. */
    private static String lastAttempt(LlmResponse response) {
        int attempt =
                response.getReceipt().getAttempts().stream()
                        .mapToInt(AttemptSummary::getAttempt)
                        .max()
                        .orElse(0);
        return "%s/%d/%d".formatted(response.getJobId(), response.getRun(), attempt);
    }

    private static String withoutDispatch(String attempt) {
        return attempt.replaceFirst("/\\d+/(\\d+)$", "/$1");
    }
}
