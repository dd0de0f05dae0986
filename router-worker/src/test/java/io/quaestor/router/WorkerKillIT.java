package io.quaestor.router;

import static io.quaestor.router.harness.WorkerHarness.request;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.AttemptStarted;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.UsageObserved;
import io.quaestor.router.harness.Await;
import io.quaestor.router.harness.Reading;
import io.quaestor.router.harness.WorkerHarness;
import io.quaestor.router.harness.WorkerProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is left of a worker's work when it is killed with calls open, told from the journal and the
 * provider's own log.
 */
class WorkerKillIT {
    private static final int JOBS = 600;
    private static final int IN_FLIGHT = 250;
    private static final int OPEN_AT_KILL = 200;
    private static final Duration RESUMED_WITHIN = Duration.ofSeconds(10);

    private final WorkerHarness harness = new WorkerHarness();
    private final List<WorkerProcess> workers = new ArrayList<>();
    private Reading<LlmResponse> responses;
    private Reading<JournalEvent> journal;

    @BeforeEach
    void start() {
        harness.publishCatalog(IN_FLIGHT, IN_FLIGHT, "legal");
        harness.simulator().script("{\"rules\":[{\"latency\":{\"uniform\":[\"1s\",\"4s\"]}}]}");
        responses = harness.responses();
        journal = harness.journal();
    }

    @AfterEach
    void stop() {
        workers.forEach(WorkerProcess::close);
        responses.close();
        journal.close();
        harness.close();
    }

    private WorkerProcess worker(String instance) {
        var worker = new WorkerProcess(instance, harness.kafka());
        workers.add(worker);
        return worker;
    }

    @Test
    void answersEveryJobOnceAndRepeatsOnlyCallsWhoseOutcomeIsUnknown() {
        var byInstance = Map.of("kill-1", worker("kill-1"), "kill-2", worker("kill-2"));
        var jobs = accept("k", i -> "mini");
        Await.until(
                "many calls are open and some jobs are finished out of order",
                () ->
                        harness.simulator().openCalls() >= OPEN_AT_KILL
                                && responses.all().size() >= 20);

        var owner = intents().getLast().getInstance();
        Objects.requireNonNull(byInstance.get(owner)).kill();
        var killedAt = Instant.now();
        var finishedBefore = responses.all().stream().map(LlmResponse::getJobId).collect(toSet());
        Await.until(
                "the other worker goes on", () -> !intents().getLast().getInstance().equals(owner));
        var resumedAt =
                intents().stream()
                        .filter(intent -> !intent.getInstance().equals(owner))
                        .findFirst()
                        .orElseThrow()
                        .getAt();
        assertThat(Duration.between(killedAt, resumedAt)).isLessThan(RESUMED_WITHIN);
        Await.until("every job is answered", () -> responses.all().size() >= JOBS);

        assertThat(responses.all())
                .extracting(LlmResponse::getJobId)
                .doesNotHaveDuplicates()
                .containsAll(jobs);
        assertThat(responses.all())
                .extracting(LlmResponse::getStatus)
                .containsOnly(JobStatus.SUCCEEDED);
        repeatedCallsAreThoseDeclaredUnknown(finishedBefore);
    }

    private List<JournalEvent> intents() {
        return journal.all().stream()
                .filter(event -> event.getEvent() instanceof AttemptStarted)
                .toList();
    }

    private List<String> accept(String prefix, IntFunction<String> model) {
        return IntStream.range(0, JOBS)
                .mapToObj(
                        i ->
                                request(
                                        "legal",
                                        prefix + "-" + i,
                                        model.apply(i),
                                        "Document " + i + ". It is short."))
                .map(harness::accept)
                .toList();
    }

    private void repeatedCallsAreThoseDeclaredUnknown(Set<String> finishedBefore) {
        var attempts = harness.simulator().attempts();
        assertThat(attempts).doesNotHaveDuplicates();
        Map<String, Long> calls =
                attempts.stream().collect(groupingBy(WorkerKillIT::jobId, counting()));
        var repeated =
                calls.keySet().stream()
                        .filter(job -> calls.getOrDefault(job, 0L) > 1)
                        .collect(toSet());
        var unknown =
                journal.all().stream()
                        .filter(
                                event ->
                                        event.getEvent() instanceof AttemptFinished finished
                                                && finished.getOutcome() == AttemptOutcome.UNKNOWN)
                        .map(JournalEvent::getSubject)
                        .collect(toSet());
        assertThat(unknown)
                .isNotEmpty()
                .containsAll(repeated)
                .doesNotContainAnyElementsOf(finishedBefore);
        long intents = intents().size();
        long outcomes =
                journal.all().stream()
                        .filter(event -> event.getEvent() instanceof AttemptFinished)
                        .count();
        assertThat(intents).isEqualTo(outcomes).isGreaterThanOrEqualTo(attempts.size());
        System.out.printf(
                "open at kill: %d unknown, %d calls repeated%n", unknown.size(), repeated.size());
    }

    private static String jobId(String attempt) {
        return attempt.substring(0, attempt.indexOf('/'));
    }

    @Test
    void handsLanesOverWhenAWorkerJoinsAndWhenItLeavesWithoutLosingOrRepeatingAnything() {
        harness.simulator()
                .script("{\"rules\":[{\"latency\":{\"uniform\":[\"100ms\",\"800ms\"]}}]}");
        worker("join-1");
        var jobs = accept("j", i -> i % 2 == 0 ? "mini" : "haiku");
        Await.until("the first worker is at work", () -> responses.all().size() >= 20);
        var second = harness.startWorker("join-2");
        Await.until("most jobs are answered", () -> responses.all().size() >= JOBS / 2);
        second.close();
        Await.until("every job is answered", () -> responses.all().size() >= JOBS);
        assertThat(responses.all())
                .extracting(LlmResponse::getJobId)
                .doesNotHaveDuplicates()
                .containsAll(jobs);
        assertThat(harness.simulator().attempts()).hasSize(JOBS).doesNotHaveDuplicates();
    }

    @Test
    void letsAWorkerThatWasPausedBeyondItsSessionCommitNothingForTheLanesItHasLost() {
        var byInstance = Map.of("pause-1", worker("pause-1"), "pause-2", worker("pause-2"));
        var jobs = accept("p", i -> "mini");
        Await.until(
                "calls are open and some jobs are finished",
                () ->
                        harness.simulator().openCalls() >= OPEN_AT_KILL
                                && responses.all().size() >= 20);

        var owner = intents().getLast().getInstance();
        var paused = Objects.requireNonNull(byInstance.get(owner));
        paused.pause();
        var finishedBefore = responses.all().stream().map(LlmResponse::getJobId).collect(toSet());
        Await.until(
                "the other worker goes on", () -> !intents().getLast().getInstance().equals(owner));
        paused.resume();
        Await.until("every job is answered", () -> responses.all().size() >= JOBS);
        Await.until(
                "the paused worker tells what its calls used",
                () ->
                        journal.all().stream()
                                .anyMatch(event -> event.getEvent() instanceof UsageObserved));

        assertThat(responses.all())
                .extracting(LlmResponse::getJobId)
                .doesNotHaveDuplicates()
                .containsAll(jobs);
        var terminals =
                journal.all().stream()
                        .filter(event -> event.getEvent() instanceof JobFinished)
                        .map(JournalEvent::getSubject)
                        .toList();
        assertThat(terminals).hasSize(JOBS).doesNotHaveDuplicates();
        repeatedCallsAreThoseDeclaredUnknown(finishedBefore);
    }
}
