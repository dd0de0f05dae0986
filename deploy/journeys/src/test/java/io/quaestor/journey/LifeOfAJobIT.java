package io.quaestor.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quaestor.cli.topic.TopicTail;
import io.quaestor.event.AttemptSummary;
import io.quaestor.event.CancelRequest;
import io.quaestor.event.ErrorType;
import io.quaestor.event.FallbackPolicy;
import io.quaestor.event.JobStatus;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Message;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.Role;
import io.quaestor.event.Sensitivity;
import io.quaestor.event.TextPart;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
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
    private static final String PREFIX = "life-";
    private static final String MODEL = "gpt-4o-mini";
    private static final Duration AT_ONCE = Duration.ofMillis(10);

    private final RecordEncoder encoder;
    private final KafkaProducer<byte[], byte[]> producer;
    private final TopicTail<LlmResponse> tail;
    private final SimulatorStats simulator;
    private final List<LlmResponse> answers = new ArrayList<>();

    LifeOfAJobIT(JourneyStack stack) {
        encoder = RecordEncoder.ofValues(stack.registry());
        producer = new KafkaProducer<>(ClientDefaults.producer(stack.kafka(), "life-of-a-job"));
        tail = TopicTail.open(stack.kafka(), stack.registry(), Topics.RESPONSES, LlmResponse.class);
        simulator = new SimulatorStats(stack.simulatorUrl());
    }

    @AfterAll
    void stop() {
        tail.close();
        producer.close();
    }

    @Test
    void callsOnlyWhatFailedWhenABatchIsRunAgain() {
        var batch =
                IntStream.range(0, 40)
                        .mapToObj(
                                i -> request("batch-" + i, i % 8 == 0 ? "[[sim:error=503]] " : ""))
                        .toList();
        batch.forEach(this::publish);
        var first = answersOf("batch-", 40);
        assertThat(first).noneMatch(LlmResponse::getReplayed);
        assertThat(first).filteredOn(a -> a.getStatus() == JobStatus.FAILED).hasSize(5);
        int calls = simulator.calls(MODEL);

        var original = new HashMap<String, LlmResponse>();
        first.forEach(answer -> original.put(answer.getRequestId(), answer));
        var failed = batch.stream().filter(request -> hasFailed(request, original)).toList();
        batch.stream().filter(request -> !failed.contains(request)).forEach(this::publish);
        for (var request : failed) {
            var answer = runAgain(request);
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
        return read(prefix, false).stream()
                .filter(LlmResponse::getReplayed)
                .filter(answer -> answer.getStatus() == JobStatus.SUCCEEDED)
                .toList();
    }

    /** Until the ledger knows of the end that was just read, a duplicate is told the same. */
    private LlmResponse runAgain(LlmRequest request) {
        var answer = ask(request);
        while (answer.getReplayed()) {
            answer = ask(request);
        }
        return answer;
    }

    /** Publishes it, and waits for the next answer of its id. */
    private LlmResponse ask(LlmRequest request) {
        var id = request.getRequestId().substring(PREFIX.length());
        int before = read(id, true).size();
        publish(request);
        Await.until("an answer to " + id, () -> read(id, true).size() > before);
        return read(id, true).getLast();
    }

    @Test
    void answersASecondSubmissionWithTheFirstAnswerAndRefusesAnotherBody() {
        int calls = simulator.calls(MODEL);
        var request = request("twice-1", "[[sim:latency=2s]] ");
        publish(request);
        publish(request);
        var other = request("twice-1", "[[sim:latency=2s]] Another body. ");
        publish(other);
        var three = answersOf("twice-", 3);
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
        publish(request("cancelled-1", "[[sim:latency=20s,first=1]] "));
        Await.until("the call is open", () -> simulator.open(MODEL) > 0);
        cancel("cancelled-1");
        var answer = answersOf("cancelled-", 1).getFirst();
        assertThat(answer.getStatus()).isEqualTo(JobStatus.CANCELLED);
        assertThat(simulator.open(MODEL)).as("it does not wait for the call").isPositive();
        assertThat(answer.getCost().getEstimated()).isTrue();

        var again = runAgain(request("cancelled-1", "[[sim:latency=20s,first=1]] "));
        assertThat(again.getStatus()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void waitsForNoProviderBeyondItsDeadline() {
        var request = request("late-1", "[[sim:throttle=2s]] ");
        request.getFallback().setMaxAttempts(0);
        request.setDeadline(Instant.now().plusSeconds(5));
        publish(request);
        var answer = answersOf("late-", 1).getFirst();
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
        publish(request);
        var answer = answersOf("form-", 1).getFirst();
        assertThat(answer.getStatus()).as("%s", answer.getError()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(answer.getJson()).startsWith("{\"summary\":");
        assertThat(answer.getReceipt().getAttempts())
                .extracting(AttemptSummary::getOutcome)
                .containsExactly("SCHEMA_VIOLATION", "SUCCEEDED");
    }

    private static LlmRequest request(String id, String marker) {
        var text = marker + "Summarise in one sentence: The roads of " + id + " were built.";
        return LlmRequest.newBuilder()
                .setRequestId(PREFIX + id)
                .setDepartment("research")
                .setAuditReason("journey")
                .setSensitivity(Sensitivity.PUBLIC)
                .setModel("fast")
                .setMessages(List.of(new Message(Role.USER, List.of(new TextPart(text)), "")))
                .setMaxOutputTokens(64)
                .setFallback(
                        FallbackPolicy.newBuilder().setMaxAttempts(maxAttempts(marker)).build())
                .build();
    }

    /** One call for what fails at once, lest the test waits for its retries. */
    private static int maxAttempts(String marker) {
        return marker.contains("error") ? 1 : 0;
    }

    private void publish(LlmRequest request) {
        send(Topics.REQUESTS, request.getRequestId(), request);
    }

    private void cancel(String id) {
        var cancel = new CancelRequest("research", PREFIX + id, "journey", "changed my mind", null);
        send(Topics.CANCELLATIONS, PREFIX + id, cancel);
    }

    private void send(String topic, String requestId, SpecificRecord record) {
        try {
            producer.send(Lanes.keyed(topic, requestId, encoder.encode(topic, record))).get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The answers to requests that begin so, in the order they were read; exactly this many. */
    private List<LlmResponse> answersOf(String prefix, int count) {
        Await.until(count + " answers of " + prefix, () -> read(prefix, false).size() >= count);
        assertThat(read(prefix, false)).hasSize(count);
        return read(prefix, false);
    }

    private List<LlmResponse> read(String id, boolean whole) {
        tail.next(AT_ONCE).forEach(placed -> answers.add(placed.value()));
        return answers.stream()
                .filter(
                        answer ->
                                whole
                                        ? answer.getRequestId().equals(PREFIX + id)
                                        : answer.getRequestId().startsWith(PREFIX + id))
                .toList();
    }
}
