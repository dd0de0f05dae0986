package io.quaestor.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quaestor.cli.topic.TopicTail;
import io.quaestor.event.AcceptedJob;
import io.quaestor.event.AttemptSummary;
import io.quaestor.event.Charge;
import io.quaestor.event.ErrorType;
import io.quaestor.event.JobEnded;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.RoutedJob;
import io.quaestor.event.TraceContext;
import io.quaestor.wire.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What may happen to a job between its submission and its answer, on a whole stack: asked twice,
 * run again, cancelled, too late, answered in another form.
 */
@ExtendWith(SharedStack.class)
@Order(SharedStack.BEFORE_CHANGES)
@TestInstance(Lifecycle.PER_CLASS)
class LifeOfAJobIT {
    private static final String DEPARTMENT = "research";
    private static final String MODEL = "gpt-4o-mini";

    private final JourneyStack stack;
    private final Submissions submissions;
    private final SimulatorStats simulator;

    LifeOfAJobIT(JourneyStack stack) {
        this.stack = stack;
        submissions = new Submissions(stack, "life-");
        simulator = new SimulatorStats(stack.simulatorUrl());
    }

    @AfterAll
    void stop() {
        submissions.close();
    }

    @Test
    void callsOnlyWhatFailedWhenABatchIsRunAgain() {
        var batch =
                IntStream.range(0, 40)
                        .mapToObj(
                                i -> request("batch-" + i, i % 8 == 0 ? "[[sim:error=503]] " : ""))
                        .toList();
        batch.forEach(submissions::publish);
        var first = submissions.answersOf("batch-", 40);
        assertThat(first).noneMatch(LlmResponse::getReplayed);
        assertThat(first).filteredOn(a -> a.getStatus() == JobStatus.FAILED).hasSize(5);
        int calls = simulator.calls(MODEL);

        var original = new HashMap<String, LlmResponse>();
        first.forEach(answer -> original.put(answer.getRequestId(), answer));
        var failed = batch.stream().filter(request -> hasFailed(request, original)).toList();
        batch.stream().filter(request -> !failed.contains(request)).forEach(submissions::publish);
        for (var request : failed) {
            var answer = submissions.ask(request);
            assertThat(answer.getReplayed()).isFalse();
            assertThat(answer.getError().getType()).isEqualTo(ErrorType.OVERLOADED);
            assertThat(answer.getRun()).isGreaterThan(of(original, request).getRun());
        }
        Await.until("35 answers again", () -> repeated("batch-").size() == 35);
        assertThat(repeated("batch-"))
                .allSatisfy(
                        answer -> {
                            var was = Objects.requireNonNull(original.get(answer.getRequestId()));
                            assertThat(answer.getContent()).isEqualTo(was.getContent());
                            assertThat(answer.getRun()).isEqualTo(was.getRun());
                            assertThat(answer.getSubmission()).isNotEqualTo(was.getSubmission());
                        });
        assertThat(simulator.calls(MODEL)).isEqualTo(calls + 5);
    }

    private static boolean hasFailed(LlmRequest request, Map<String, LlmResponse> answers) {
        return of(answers, request).getStatus() == JobStatus.FAILED;
    }

    private static LlmResponse of(Map<String, LlmResponse> answers, LlmRequest request) {
        return Objects.requireNonNull(answers.get(request.getRequestId()));
    }

    private List<LlmResponse> repeated(String prefix) {
        return submissions.answersOf(prefix).stream()
                .filter(LlmResponse::getReplayed)
                .filter(answer -> answer.getStatus() == JobStatus.SUCCEEDED)
                .toList();
    }

    @Test
    void answersASecondSubmissionWithTheFirstAnswerAndRefusesAnotherBody() {
        int calls = simulator.calls(MODEL);
        var request = request("twice-1", "[[sim:latency=2s]] ");
        submissions.publish(request);
        submissions.publish(request);
        var other = request("twice-1", "[[sim:latency=2s]] Another body. ");
        submissions.publish(other);
        var three = submissions.answersOf("twice-", 3);
        assertThat(three)
                .extracting(LlmResponse::getStatus, LlmResponse::getReplayed)
                .containsExactlyInAnyOrder(
                        tuple(JobStatus.SUCCEEDED, false),
                        tuple(JobStatus.SUCCEEDED, true),
                        tuple(JobStatus.REJECTED, false));
        assertThat(three)
                .filteredOn(answer -> answer.getStatus() == JobStatus.REJECTED)
                .allMatch(answer -> answer.getError().getType() == ErrorType.CONFLICT);
        assertThat(simulator.calls(MODEL)).isEqualTo(calls + 1);
    }

    @Test
    void answersACancelledJobDuringItsCallAndRunsItAgainWhenItIsAskedAgain() {
        submissions.publish(request("cancelled-1", "[[sim:latency=20s,first=1]] "));
        Await.until("the call is open", () -> simulator.open(MODEL) > 0);
        submissions.cancel("cancelled-1", DEPARTMENT);
        var answer = submissions.answersOf("cancelled-", 1).getFirst();
        assertThat(answer.getStatus()).isEqualTo(JobStatus.CANCELLED);
        assertThat(simulator.open(MODEL)).as("it does not wait for the call").isPositive();
        assertThat(answer.getCost().getEstimated()).isTrue();

        var again = submissions.ask(request("cancelled-1", "[[sim:latency=20s,first=1]] "));
        assertThat(again.getStatus()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void carriesItsTraceThroughEveryRecord() {
        var begunAt = Instant.now().minusSeconds(1);
        var request = request("traced-1", "");
        request.setTrace(
                new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=1"));

        var answer = submissions.ask(request);

        var jobId = answer.getJobId();
        var provider = Topics.jobs(answer.getRoute().getProvider());
        Await.until("its charges", () -> !charges(begunAt, jobId).isEmpty());
        var journal =
                since(begunAt, Topics.JOURNAL, JournalEvent.class).stream()
                        .filter(event -> event.getSubject().equals(jobId))
                        .toList();
        assertThat(journal)
                .extracting(event -> event.getEvent().getClass().getSimpleName())
                .contains(
                        "JobAccepted",
                        "Admitted",
                        "AttemptStarted",
                        "AttemptFinished",
                        "JobFinished");
        var traces =
                Stream.of(
                                Stream.of(answer.getTrace()),
                                journal.stream().map(JournalEvent::getTrace),
                                charges(begunAt, jobId).stream().map(Charge::getTrace),
                                since(begunAt, Topics.ACCEPTED, AcceptedJob.class).stream()
                                        .map(AcceptedJob::getJob)
                                        .filter(job -> job.getJobId().equals(jobId))
                                        .map(job -> job.getRequest().getTrace()),
                                since(begunAt, provider, RoutedJob.class).stream()
                                        .map(RoutedJob::getJob)
                                        .filter(job -> job.getJobId().equals(jobId))
                                        .map(job -> job.getRequest().getTrace()),
                                since(begunAt, Topics.ENDED, JobEnded.class).stream()
                                        .filter(end -> end.getJobId().equals(jobId))
                                        .map(JobEnded::getTrace))
                        .flatMap(each -> each)
                        .toList();
        assertThat(traces)
                .as("answer, five events, a charge, two tokens, an end")
                .hasSizeGreaterThanOrEqualTo(10)
                .allMatch(request.getTrace()::equals);
    }

    private List<Charge> charges(Instant begunAt, String jobId) {
        return since(begunAt, Topics.CHARGES, Charge.class).stream()
                .filter(charge -> charge.getJobId().equals(jobId))
                .toList();
    }

    private <T extends SpecificRecord> List<T> since(Instant begunAt, String topic, Class<T> type) {
        var records = new ArrayList<T>();
        try (var tail = TopicTail.since(stack.kafka(), stack.registry(), topic, type, begunAt)) {
            tail.toEnd(records::add);
        }
        return records;
    }

    @Test
    void waitsForNoProviderBeyondItsDeadline() {
        var request = request("late-1", "[[sim:throttle=2s]] ");
        request.getFallback().setMaxAttempts(0);
        request.setDeadline(Instant.now().plusSeconds(5));
        submissions.publish(request);
        var answer = submissions.answersOf("late-", 1).getFirst();
        // Throttled twice, and once more for longer than it has: it ends before or at its deadline.
        assertThat(answer.getStatus()).isIn(JobStatus.EXPIRED, JobStatus.FAILED);
        assertThat(answer.getTimings().getFinishedAt())
                .isBefore(request.getDeadline().plusSeconds(2));
    }

    @Test
    void repairsAReplyOfAnotherForm() {
        var request = request("form-1", "[[sim:invalid,first=1]] ");
        var schema =
                """
                {"type":"object","properties":{"summary":{"type":"string"}},"required":["summary"],
                 "additionalProperties":false}""";
        request.setResponseFormat(
                new ResponseFormat(ResponseKind.JSON_SCHEMA, "s", schema, true, 1));
        submissions.publish(request);
        var answer = submissions.answersOf("form-", 1).getFirst();
        assertThat(answer.getStatus()).as("%s", answer.getError()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(answer.getJson()).startsWith("{\"summary\":");
        assertThat(answer.getReceipt().getAttempts())
                .extracting(AttemptSummary::getOutcome)
                .containsExactly("SCHEMA_VIOLATION", "SUCCEEDED");
    }

    private LlmRequest request(String id, String marker) {
        var request = submissions.request(id, DEPARTMENT, "fast", marker);
        request.getFallback().setMaxAttempts(maxAttempts(marker));
        return request;
    }

    /** One call for what fails at once, lest the test waits for its retries. */
    private static int maxAttempts(String marker) {
        return marker.contains("error") ? 1 : 0;
    }
}
