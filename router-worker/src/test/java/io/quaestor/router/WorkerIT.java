package io.quaestor.router;

import static io.quaestor.event.JobStatus.SUCCEEDED;
import static io.quaestor.router.harness.WorkerHarness.LANE;
import static io.quaestor.router.harness.WorkerHarness.request;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quaestor.event.Admitted;
import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.AttemptSummary;
import io.quaestor.event.BreachCause;
import io.quaestor.event.BudgetLimit;
import io.quaestor.event.BudgetMode;
import io.quaestor.event.BudgetRecord;
import io.quaestor.event.BudgetState;
import io.quaestor.event.BudgetStatus;
import io.quaestor.event.ErrorType;
import io.quaestor.event.HealthState;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.Problem;
import io.quaestor.event.ResponseFormat;
import io.quaestor.event.ResponseKind;
import io.quaestor.event.RouteHealthChanged;
import io.quaestor.event.SpendLevel;
import io.quaestor.event.TraceContext;
import io.quaestor.event.Window;
import io.quaestor.event.WindowType;
import io.quaestor.kernel.CalendarWindow;
import io.quaestor.kernel.Trace;
import io.quaestor.kernel.WindowKind;
import io.quaestor.router.harness.Await;
import io.quaestor.router.harness.Reading;
import io.quaestor.router.harness.WorkerHarness;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** One worker on a real broker and registry, with the real simulator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WorkerIT {
    private static final String DOCUMENT =
            "The union is strong. Roads were built. Letters were carried over the roads.";

    private static final Trace TRACE =
            new Trace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", 1, "a=1");

    private final WorkerHarness harness = new WorkerHarness();
    private Reading<LlmResponse> responses;
    private Reading<JournalEvent> journal;
    private io.micronaut.context.ApplicationContext worker;

    @BeforeAll
    void start() {
        harness.publishCatalog(8, 4, "legal", "research");
        worker = harness.startWorker("it-1");
        responses = harness.responses();
        journal = harness.journal();
    }

    @AfterAll
    void stop() {
        responses.close();
        journal.close();
        worker.close();
        harness.close();
    }

    private LlmResponse answer(String jobId) {
        Await.until("an answer to " + jobId, () -> !answers(jobId).isEmpty());
        assertThat(answers(jobId)).hasSize(1);
        return answers(jobId).getFirst();
    }

    private List<LlmResponse> answers(List<String> jobIds) {
        Await.until(
                "all answers",
                () ->
                        responses.all().stream().filter(r -> jobIds.contains(r.getJobId())).count()
                                >= jobIds.size());
        var answers = responses.all().stream().filter(r -> jobIds.contains(r.getJobId())).toList();
        assertThat(answers).extracting(LlmResponse::getJobId).doesNotHaveDuplicates();
        return answers;
    }

    private List<LlmResponse> answers(String jobId) {
        return responses.all().stream()
                .filter(response -> response.getJobId().equals(jobId))
                .toList();
    }

    @Test
    @Order(1)
    void answersAJobOverEachProtocolWithItsUsageAndCost() {
        for (var model : List.of("mini", "haiku")) {
            var request = request("legal", "one-" + model, model, DOCUMENT);
            request.setTrace(new TraceContext(TRACE.traceparent(), TRACE.state()));
            var jobId = harness.accept(request);
            var answer = answer(jobId);
            assertThat(answer.getStatus())
                    .as("%s", answer.getError())
                    .isEqualTo(JobStatus.SUCCEEDED);
            assertThat(answer.getContent()).isNotBlank();
            assertThat(answer.getSimulated()).isTrue();
            assertThat(answer.getUsage().getInput()).isPositive();
            long pico =
                    250_000L * answer.getUsage().getInput()
                            + 1_250_000L * answer.getUsage().getOutput();
            assertThat(answer.getCost().getTotalNanoUsd()).isEqualTo((pico + 500) / 1000);
            assertThat(answer.getTrace()).isEqualTo(request.getTrace());
            var call = jobId + "/" + answer.getRun() + "/1/1";
            assertThat(harness.simulator().traceparent(call))
                    .isEqualTo(TRACE.child(call).traceparent());
        }
    }

    @Test
    @Order(2)
    void writesTheLifeOfAJobInOrderWithItsCount() {
        var jobId = harness.accept(request("legal", "life", "mini", DOCUMENT));
        var answer = answer(jobId);
        Await.until("the journal of the job", () -> events(jobId).size() == 4);
        assertThat(events(jobId))
                .extracting(event -> event.getEvent().getClass().getSimpleName())
                .containsExactly("Admitted", "AttemptStarted", "AttemptFinished", "JobFinished");
        assertThat(events(jobId))
                .extracting(JournalEvent::getEventNumber)
                .containsExactly(2, 3, 4, 5);
        var terminal =
                ((io.quaestor.event.JobFinished) events(jobId).getLast().getEvent()).getTerminal();
        assertThat(terminal.getEventCount()).isEqualTo(5);
        assertThat(terminal.getResponse()).isNotNull();
        assertThat(answer.getReceipt().getEventId())
                .isEqualTo(events(jobId).getLast().getEventId());
    }

    private List<JournalEvent> events(String jobId) {
        return journal.all().stream().filter(event -> event.getSubject().equals(jobId)).toList();
    }

    @Test
    @Order(3)
    void fallsBackAfterAFastFailureAndKeepsItsHold() {
        var jobId =
                harness.accept(
                        request(
                                "legal",
                                "fallback",
                                "both",
                                "[[sim:error=500,model=anthropic*]] " + DOCUMENT));
        var answer = answer(jobId);
        assertThat(answer.getStatus()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(answer.getRoute().getProvider()).isEqualTo("sim-oai");
        assertThat(answer.getReceipt().getAttempts()).hasSize(2);
        Await.until(
                "the journal",
                () ->
                        events(jobId).stream()
                                .anyMatch(
                                        e ->
                                                e.getEvent()
                                                        instanceof io.quaestor.event.JobFinished));
        assertThat(
                        events(jobId).stream()
                                .map(JournalEvent::getEvent)
                                .filter(io.quaestor.event.Admitted.class::isInstance)
                                .map(event -> ((io.quaestor.event.Admitted) event).getDispatch()))
                .containsExactly(1, 1);
    }

    @Test
    @Order(4)
    void comesBackToAProviderThatThrottlesIt() {
        var jobId =
                harness.accept(
                        request(
                                "legal",
                                "throttled",
                                "mini",
                                "[[sim:throttle=1s,first=2]] " + DOCUMENT));
        var answer = answer(jobId);
        assertThat(answer.getStatus()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(answer.getReceipt().getAttempts()).hasSize(3);
    }

    @Test
    @Order(5)
    void rejectsWhatGovernanceForbidsWithEveryProblem() {
        var unknown = harness.accept(request("unknown", "u", "mini", DOCUMENT));
        assertThat(answer(unknown).getError().getType()).isEqualTo(ErrorType.UNKNOWN_DEPARTMENT);
        var wrong = request("legal", "w", "nothing", "x".repeat(300_000));
        wrong.setAuditReason("");
        var answer = answer(harness.accept(wrong));
        assertThat(answer.getStatus()).isEqualTo(JobStatus.REJECTED);
        assertThat(answer.getError().getProblems())
                .extracting(problem -> problem.getType())
                .contains(
                        ErrorType.AUDIT_REASON_MISSING,
                        ErrorType.UNKNOWN_MODEL,
                        ErrorType.TOO_LARGE);
    }

    @Test
    @Order(6)
    void expiresAJobWhoseDeadlinePassed() {
        var late = request("legal", "late", "mini", DOCUMENT);
        late.setDeadline(Instant.now().minusSeconds(1));
        assertThat(answer(harness.accept(late)).getStatus()).isEqualTo(JobStatus.EXPIRED);
    }

    @Test
    @Order(7)
    void admitsADepartmentThatWasAppliedJustBefore() {
        harness.publishCatalog(8, 4, "legal", "research", "brandnew");
        var jobId = harness.accept(request("brandnew", "first", "mini", DOCUMENT));
        assertThat(answer(jobId).getStatus()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    @Order(8)
    void letsJobsForAnotherProviderPassAStalledOneAndKeepsItsQueueAtTheLimit() {
        harness.simulator()
                .script("{\"rules\":[{\"match\":{\"protocol\":\"bedrock\"},\"latency\":\"15s\"}]}");
        var stalled =
                IntStream.range(0, 60)
                        .mapToObj(
                                i ->
                                        harness.accept(
                                                request(
                                                        "legal",
                                                        "stalled-" + i,
                                                        "haiku",
                                                        DOCUMENT)))
                        .toList();
        Await.until("the stalled provider is full", () -> harness.simulator().openCalls() == 8);
        var passing =
                IntStream.range(0, 20)
                        .mapToObj(
                                i ->
                                        harness.accept(
                                                request("legal", "passing-" + i, "mini", DOCUMENT)))
                        .toList();
        assertThat(answers(passing))
                .extracting(LlmResponse::getStatus)
                .containsOnly(JobStatus.SUCCEEDED);
        assertThat(responses.all())
                .extracting(LlmResponse::getJobId)
                .doesNotContainAnyElementsOf(stalled);
        answersWhatIsCancelled(stalled);
        var routed =
                journal.all().stream()
                        .filter(event -> stalled.contains(event.getSubject()))
                        .collect(groupingBy(event -> event.getEvent().getClass().getSimpleName()));
        assertThat(routed.get("AttemptStarted")).hasSize(8);
        assertThat(routed.get("Admitted")).hasSize(12);
        harness.simulator().script("{\"rules\":[]}");
        assertThat(answers(stalled.subList(1, 59)))
                .extracting(LlmResponse::getStatus)
                .containsOnly(JobStatus.SUCCEEDED);
        Await.until(
                "what the cancelled call cost is told",
                () -> kinds(stalled.getFirst()).contains("UsageObserved"));
    }

    /** The first has an open call, the last waits. */
    private void answersWhatIsCancelled(List<String> stalled) {
        var called = stalled.getFirst();
        var waiting = stalled.getLast();
        harness.cancel(called);
        harness.cancel(waiting);
        for (var cancelled : List.of(called, waiting)) {
            var answer = answer(cancelled);
            assertThat(answer.getStatus()).isEqualTo(JobStatus.CANCELLED);
            assertThat(answer.getError().getType()).isEqualTo(ErrorType.CANCELLED);
        }
        assertThat(harness.simulator().openCalls()).isEqualTo(8);
        assertThat(answer(called).getCost().getEstimated()).isTrue();
        assertThat(kinds(waiting)).doesNotContain("AttemptStarted");
    }

    private List<String> kinds(String jobId) {
        return events(jobId).stream()
                .map(event -> event.getEvent().getClass().getSimpleName())
                .toList();
    }

    @Test
    @Order(9)
    void letsJobsPassAStalledProviderForWhichMoreWaitsThanMemoryHolds() {
        harness.simulator()
                .script("{\"rules\":[{\"match\":{\"protocol\":\"bedrock\"},\"latency\":\"15s\"}]}");
        // 38 MB, of which a worker keeps 32 MiB.
        var document = "It is long and says little. ".repeat(6_800);
        var stalled =
                IntStream.range(0, 200)
                        .mapToObj(
                                i ->
                                        harness.accept(
                                                request("legal", "big-" + i, "haiku", document)))
                        .toList();
        var passing = harness.accept(request("legal", "small", "mini", DOCUMENT));
        assertThat(answer(passing).getStatus()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(responses.all())
                .extracting(LlmResponse::getJobId)
                .doesNotContainAnyElementsOf(stalled);
        harness.simulator().script("{\"rules\":[]}");
        assertThat(answers(stalled))
                .allSatisfy(
                        answer -> {
                            assertThat(answer.getStatus()).isEqualTo(JobStatus.SUCCEEDED);
                            assertThat(answer.getUsage().getInput()).isGreaterThan(10_000);
                        });
    }

    @Test
    @Order(10)
    void refusesADepartmentWhoseBudgetIsBreachedInARunningAndInANewWorker() {
        publishBreach("research");
        Await.until(
                "the running worker refuses",
                () ->
                        answer(
                                                harness.accept(
                                                        request(
                                                                "research",
                                                                "r-" + System.nanoTime(),
                                                                "mini",
                                                                DOCUMENT)))
                                        .getStatus()
                                == JobStatus.REJECTED);
        worker.close();
        worker = harness.startWorker("it-2");
        var answer = answer(harness.accept(request("research", "new", "mini", DOCUMENT)));
        assertThat(answer.getStatus()).isEqualTo(JobStatus.REJECTED);
        assertThat(answer.getError().getType()).isEqualTo(ErrorType.BUDGET);
        assertThat(answer.getError().getMessage())
                .contains("research-day", "0.15 USD", "0.2 USD", "day");
    }

    @Test
    @Order(11)
    void sendsJobsPastARouteWhoseCircuitIsOpen() {
        var jobs =
                IntStream.range(0, 40)
                        .mapToObj(
                                i ->
                                        harness.accept(
                                                request(
                                                        "legal",
                                                        "outage-" + i,
                                                        "both",
                                                        "[[sim:error=500,model=anthropic*]] "
                                                                + DOCUMENT)))
                        .toList();
        assertThat(answers(jobs))
                .allSatisfy(
                        answer -> {
                            assertThat(answer.getStatus()).isEqualTo(JobStatus.SUCCEEDED);
                            assertThat(answer.getRoute().getProvider()).isEqualTo("sim-oai");
                        });
        Await.until(
                "the journal tells of the circuit",
                () ->
                        journal.all().stream()
                                .anyMatch(
                                        event ->
                                                event.getEvent()
                                                                instanceof
                                                                RouteHealthChanged changed
                                                        && changed.getState() == HealthState.OPEN));
        long failures =
                journal.all().stream()
                        .filter(event -> jobs.contains(event.getSubject()))
                        .filter(
                                event ->
                                        event.getEvent() instanceof AttemptFinished finished
                                                && finished.getOutcome() == AttemptOutcome.FAILED)
                        .count();
        assertThat(failures).isGreaterThanOrEqualTo(10).isLessThan(40);
    }

    @Test
    @Order(7)
    void repairsAReplyOfAnotherFormOverEachProtocolAndChargesBothCalls() {
        var jobs =
                List.of("mini", "haiku").stream()
                        .map(model -> city("repaired-" + model, model, "[[sim:invalid,first=1]] "))
                        .map(harness::accept)
                        .toList();
        for (var jobId : jobs) {
            var answer = answer(jobId);
            assertThat(answer.getStatus()).as("%s", answer.getError()).isEqualTo(SUCCEEDED);
            assertThat(answer.getJson()).matches("\\{\"city\":\"[^\"]+\",\"roads\":\\d+}");
            assertThat(answer.getReceipt().getAttempts())
                    .extracting(AttemptSummary::getOutcome, AttemptSummary::getBilled)
                    .containsExactly(tuple("SCHEMA_VIOLATION", true), tuple("SUCCEEDED", true));
            assertAllCallsArePaid(jobId, answer, 2);
        }
    }

    @Test
    @Order(7)
    void failsWithTheLastTextAndWhatIsWrongWhenNoRepairHelps() {
        var request = city("hopeless", "mini", "[[sim:invalid]] ");
        request.getResponseFormat().setMaxRepairs(2);
        var jobId = harness.accept(request);
        var answer = answer(jobId);
        assertThat(answer.getStatus()).isEqualTo(JobStatus.FAILED);
        assertThat(answer.getError().getType()).isEqualTo(ErrorType.SCHEMA_VIOLATION);
        assertThat(answer.getError().getProblems())
                .extracting(Problem::getField)
                .containsExactlyInAnyOrder("/city", "/roads");
        assertThat(answer.getContent()).contains("\"city\":7");
        assertThat(answer.getReceipt().getAttempts())
                .extracting(AttemptSummary::getOutcome)
                .containsExactly("SCHEMA_VIOLATION", "SCHEMA_VIOLATION", "SCHEMA_VIOLATION");
        assertAllCallsArePaid(jobId, answer, 3);
    }

    @Test
    @Order(7)
    void readsAFencedReplyAndCallsNobodyForASchemaThatIsNone() {
        var fenced = harness.accept(city("fenced", "haiku", "[[sim:fenced]] "));
        var nonsense = city("nonsense", "mini", "");
        nonsense.getResponseFormat().setSchema$("{\"type\":\"strnig\"}");
        var refused = answer(harness.accept(nonsense));
        assertThat(refused.getStatus()).isEqualTo(JobStatus.FAILED);
        assertThat(refused.getError().getType()).isEqualTo(ErrorType.INVALID_REQUEST);
        assertThat(refused.getError().getMessage()).contains("responseFormat.schema", "/type");
        assertThat(refused.getReceipt().getCostNanoUsd()).isZero();
        var call = refused.getJobId() + "/" + refused.getRun() + "/1/1";
        assertThat(harness.simulator().attempts()).doesNotContain(call);
        var answer = answer(fenced);
        assertThat(answer.getStatus()).as("%s", answer.getError()).isEqualTo(SUCCEEDED);
        assertThat(answer.getContent()).startsWith("```json");
        assertThat(answer.getJson()).startsWith("{\"city\":");
    }

    private static LlmRequest city(String id, String model, String marker) {
        var schema =
                """
                {"type":"object","properties":{"city":{"type":"string","maxLength":40},
                 "roads":{"type":"integer"}},"required":["city","roads"],
                 "additionalProperties":false}""";
        var request = request("legal", id, model, marker + DOCUMENT);
        request.setResponseFormat(
                new ResponseFormat(ResponseKind.JSON_SCHEMA, "city", schema, true, 1));
        return request;
    }

    /** One hold and one charge a call, and the receipt says their sum. */
    private void assertAllCallsArePaid(String jobId, LlmResponse answer, int calls) {
        Await.until(
                "the journal",
                () -> events(jobId).stream().anyMatch(e -> e.getEvent() instanceof JobFinished));
        assertThat(events(jobId))
                .filteredOn(event -> event.getEvent() instanceof Admitted)
                .extracting(event -> ((Admitted) event.getEvent()).getDispatch())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, calls).boxed().toList());
        var costs =
                events(jobId).stream()
                        .map(JournalEvent::getEvent)
                        .filter(AttemptFinished.class::isInstance)
                        .map(event -> ((AttemptFinished) event).getCost().getTotalNanoUsd())
                        .toList();
        assertThat(costs).hasSize(calls).allMatch(cost -> cost > 0);
        assertThat(answer.getReceipt().getCostNanoUsd())
                .isEqualTo(costs.stream().mapToLong(Long::longValue).sum());
    }

    private void publishBreach(String department) {
        var zone = ZoneId.of("Europe/Luxembourg");
        var day = CalendarWindow.containing(WindowKind.DAY, Instant.now(), zone);
        var window = new Window(WindowType.DAY, day.start(), day.end(), zone.getId());
        var limit =
                new BudgetLimit(
                        "research-day",
                        BudgetMode.STOP,
                        150_000_000L,
                        1L,
                        BudgetStatus.BREACHED,
                        100,
                        BreachCause.SETTLED);
        var state =
                new BudgetState(
                        department,
                        SpendLevel.DEPARTMENT,
                        department,
                        window,
                        200_000_000L,
                        0L,
                        List.of(limit),
                        "e",
                        1L);
        harness.publish(
                new BudgetRecord(LANE, state),
                department + "|department|" + department + "|day|" + day.startText());
    }
}
