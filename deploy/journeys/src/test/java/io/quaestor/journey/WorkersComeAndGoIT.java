package io.quaestor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.JobStatus;
import io.quaestor.event.LlmResponse;
import io.quaestor.journey.SimulatorStats.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Workers leave and join while a provider's places are all wanted. By the simulator's own log the
 * places are used again soon after each change, and each job is called exactly once.
 */
@ExtendWith(SharedStack.class)
@Order(SharedStack.BEFORE_CHANGES)
@TestInstance(Lifecycle.PER_CLASS)
class WorkersComeAndGoIT {
    private static final String ALIAS = "busy";
    private static final String MODEL = "busy-1";
    private static final int PLACES = 40;

    /**
     * Who takes lanes has seen what others have open a quarter of a second ago, later on a machine
     * that starts a worker: decision 0014.
     */
    private static final int OVER = PLACES / 4;

    /** How long the simulator takes for a call: a place does one in that time. */
    private static final Duration CALL = Duration.ofSeconds(1);

    /** Used again: what lets a call end and the next begin without a gap that matters. */
    private static final double USED = 0.8;

    /** Published and not yet called: whoever has a free place finds a job for it. */
    private static final int AHEAD = 240;

    private static final int DEPARTMENTS = 13;
    private static final int PERIOD_MILLIS = 100;
    private static final int PERIODS_PER_CALL = 10;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger published = new AtomicInteger();
    private final List<Change> changes = new ArrayList<>();
    private final JourneyStack stack;
    private final Submissions submissions;
    private final SimulatorStats simulator;

    /** A worker that comes or goes, and when it is told to. */
    private record Change(String what, Instant at) {}

    WorkersComeAndGoIT(JourneyStack stack) {
        this.stack = stack;
        submissions = new Submissions(stack, "come-and-go-");
        simulator = new SimulatorStats(stack.simulatorUrl());
    }

    @AfterAll
    void stop() {
        clock.shutdownNow();
        submissions.close();
    }

    @Test
    void usesThePlacesAgainAndLosesNothingWhenWorkersLeaveAndJoin() throws Exception {
        var load =
                clock.scheduleAtFixedRate(
                        this::publishAhead, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        awaitUsed(Instant.now());

        leave(2);
        join(2);
        join(3);
        leave(3);

        assertThat(load.isDone()).as("the load goes on").isFalse();
        clock.shutdown();
        assertThat(clock.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        int jobs = published.get();
        assertThat(submissions.answersOf("", jobs))
                .allMatch(answer -> answer.getStatus() == JobStatus.SUCCEEDED)
                .allMatch(answer -> answer.getReceipt().getAttempts().size() == 1)
                .extracting(LlmResponse::getRequestId)
                .doesNotHaveDuplicates();
        assertThat(simulator.calls(MODEL)).isEqualTo(jobs);
        report();
        assertThat(simulator.maxOpen(MODEL)).isLessThanOrEqualTo(PLACES + OVER);
    }

    private void leave(int worker) {
        changes.add(new Change("worker " + worker + " leaves", Instant.now()));
        stack.whole().local().stop("router-worker-" + worker);
        awaitUsed(Instant.now());
    }

    private void join(int worker) {
        changes.add(new Change("worker " + worker + " joins", Instant.now()));
        stack.whole().startWorker(worker);
        awaitUsed(Instant.now());
    }

    private void publishAhead() {
        int wanted = simulator.calls(MODEL) + AHEAD;
        while (published.get() < wanted) {
            int job = published.getAndIncrement();
            var department = "e%02d".formatted(1 + job % DEPARTMENTS);
            submissions.publish(submissions.request(String.valueOf(job), department, ALIAS, ""));
        }
    }

    /** For some calls' time after it. */
    private void awaitUsed(Instant change) {
        Await.until(
                "the places are used again",
                () ->
                        Instant.now().isAfter(change.plus(CALL.multipliedBy(5)))
                                && simulator.open(MODEL) >= USED * PLACES);
    }

    /** Of all places, how many had a call in the second before that time, on the average. */
    private static double used(List<Instant> arrivals, Instant at) {
        return IntStream.range(0, PERIODS_PER_CALL)
                .mapToObj(period -> at.minusMillis((long) period * PERIOD_MILLIS))
                .mapToDouble(then -> open(arrivals, then))
                .average()
                .orElseThrow();
    }

    private static double open(List<Instant> arrivals, Instant at) {
        var oldest = at.minus(CALL);
        return (double)
                        arrivals.stream()
                                .filter(call -> call.isAfter(oldest) && !call.isAfter(at))
                                .count()
                / PLACES;
    }

    /** How long in a row, after each change, the mean of a second was too low. */
    private void report() {
        var arrivals = simulator.answered(MODEL).stream().map(Call::arrivedAt).toList();
        for (int i = 0; i < changes.size(); i++) {
            var from = changes.get(i).at();
            var to = i + 1 < changes.size() ? changes.get(i + 1).at() : arrivals.getLast();
            int below = 0;
            int longest = 0;
            double least = 1;
            for (var at = from; at.isBefore(to); at = at.plusMillis(PERIOD_MILLIS)) {
                double used = used(arrivals, at);
                below = used < USED ? below + PERIOD_MILLIS : 0;
                longest = Math.max(longest, below);
                least = Math.min(least, used);
            }
            System.out.printf(
                    "%s: %d ms of %d in a row with less than %.0f %% of the places used, %.0f %% at least%n",
                    changes.get(i).what(),
                    longest,
                    Duration.between(from, to).toMillis(),
                    USED * 100,
                    least * 100);
        }
    }
}
