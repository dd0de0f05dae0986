package io.quaestor.cli.demo;

import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.AttemptStarted;
import io.quaestor.event.AttemptSummary;
import io.quaestor.event.Billing;
import io.quaestor.event.Cost;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Receipt;
import io.quaestor.event.RouteRef;
import io.quaestor.event.Stage;
import io.quaestor.event.Timings;
import io.quaestor.event.TopicPosition;
import io.quaestor.event.Usage;
import io.quaestor.event.UsageObserved;
import io.quaestor.wire.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records for tests: job {@code job-n} is submission {@code n} of one partition. */
final class Records {
    private static final RouteRef ROUTE = new RouteRef("sim", "m@sim", "m", "eu", true);

    static Submission submission(int n) {
        return new Submission(position(n), "legal", "request-" + n);
    }

    static TopicPosition position(int n) {
        return new TopicPosition(Topics.REQUESTS, 0, (long) n);
    }

    static LlmResponse response(int n, JobStatus status, int... attempts) {
        var receipt = Receipt.newBuilder().setEventId("job-" + n + "/0/9").setLane(1).build();
        for (int attempt : attempts) {
            receipt.getAttempts().add(new AttemptSummary(attempt, ROUTE, status.name(), true));
        }
        var timings =
                Timings.newBuilder()
                        .setSubmittedAt(Instant.EPOCH)
                        .setAcceptedAt(Instant.EPOCH)
                        .setFinishedAt(Instant.EPOCH)
                        .build();
        return LlmResponse.newBuilder()
                .setJobId("job-" + n)
                .setDepartment("legal")
                .setRequestId("request-" + n)
                .setSubmission(position(n))
                .setRun(0)
                .setStatus(status)
                .setTimings(timings)
                .setReceipt(receipt)
                .build();
    }

    static JournalEvent started(int n, int dispatch, int attempt) {
        return event(n, new AttemptStarted(dispatch, attempt, ROUTE, 100));
    }

    static JournalEvent finished(int n, int attempt, long nanoUsd) {
        return event(
                n,
                AttemptFinished.newBuilder()
                        .setDispatch(1)
                        .setAttempt(attempt)
                        .setRoute(ROUTE)
                        .setOutcome(AttemptOutcome.UNKNOWN)
                        .setBilling(Billing.UNKNOWN)
                        .setCost(cost(nanoUsd))
                        .build());
    }

    static JournalEvent observed(int n, int attempt, long nanoUsd) {
        var usage = Usage.newBuilder().setInput(1).setOutput(1).build();
        return event(n, new UsageObserved(1, attempt, ROUTE, usage, cost(nanoUsd), ""));
    }

    private static Cost cost(long nanoUsd) {
        return Cost.newBuilder().setTotalNanoUsd(nanoUsd).setPriceVersion("v").build();
    }

    private static JournalEvent event(int n, Object event) {
        return JournalEvent.newBuilder()
                .setLane(1)
                .setEventId("job-" + n + "/0/1")
                .setSubject("job-" + n)
                .setDepartment("legal")
                .setAt(Instant.EPOCH)
                .setStage(Stage.ATTEMPT)
                .setInstance("test")
                .setEvent(event)
                .build();
    }

    static Evidence evidence(
            List<Submission> submissions, List<LlmResponse> responses, JournalEvent... journal) {
        return new Evidence(
                submissions,
                responses,
                List.of(journal),
                List.of(),
                List.of(),
                List.of(),
                Map.of());
    }

    private Records() {}
}
