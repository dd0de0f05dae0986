package io.quaestor.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quaestor.event.JobStatus;
import io.quaestor.journey.SimulatorStats.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Departments of different weight, each in a lane of its own, want one provider that has few
 * places: what each gets is read from the provider's own log.
 */
@ExtendWith(SharedStack.class)
@Order(SharedStack.BEFORE_CHANGES)
@TestInstance(Lifecycle.PER_CLASS)
class FairnessIT {
    /** Weights in the catalogue; each department asks for the model of its name. */
    private static final Map<String, Integer> WEIGHTS =
            new TreeMap<>(Map.of("share-a", 1, "share-b", 3, "share-c", 1));

    private static final String HEAVY = "share-b";

    /** What 30 places do in a second while all are used: a call takes one. */
    private static final double CALLS_PER_SECOND = 30;

    private static final int JOBS_OF_HEAVY = 270;
    private static final int JOBS_OF_OTHERS = 160;

    /** By then all wait, and what lay on the queue before is through. */
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    private final Submissions submissions;
    private final SimulatorStats simulator;

    FairnessIT(JourneyStack stack) {
        submissions = new Submissions(stack, "fair-");
        simulator = new SimulatorStats(stack.simulatorUrl());
    }

    @AfterAll
    void stop() {
        submissions.close();
    }

    @Test
    void sharesAProviderByWeightAndLeavesNoShareIdle() {
        for (int i = 0; i < JOBS_OF_HEAVY; i++) {
            submit(HEAVY, i);
            if (i < JOBS_OF_OTHERS) {
                submit("share-a", i);
                submit("share-c", i);
            }
        }
        for (var department : WEIGHTS.keySet()) {
            int jobs = department.equals(HEAVY) ? JOBS_OF_HEAVY : JOBS_OF_OTHERS;
            assertThat(submissions.answersOf(department, jobs))
                    .allMatch(answer -> answer.getStatus() == JobStatus.SUCCEEDED);
        }

        var begun = starts().flatMap(calls -> calls.stream().limit(1)).max(Instant::compareTo);
        var all = begun.orElseThrow().plus(WARM_UP);
        var heavyEnds = arrivals(HEAVY).getLast();
        var end = arrivals("share-a").getLast();
        double together = calls(all, heavyEnds);
        System.out.printf(
                "%s together over %s, %.1f a second; %.1f after one had nothing left%n",
                callsOfEach(all, heavyEnds),
                Duration.between(all, heavyEnds),
                perSecond(all, heavyEnds),
                perSecond(heavyEnds, end));
        callsOfEach(all, heavyEnds)
                .forEach(
                        (department, calls) -> {
                            double due = together * WEIGHTS.getOrDefault(department, 0) / 5;
                            assertThat((double) calls)
                                    .as(department)
                                    .isCloseTo(due, within(due / 10));
                        });
        assertThat(perSecond(heavyEnds, end)).isGreaterThan(0.75 * perSecond(all, heavyEnds));
        assertThat(perSecond(all, heavyEnds)).isLessThanOrEqualTo(1.1 * CALLS_PER_SECOND);
    }

    private void submit(String department, int number) {
        submissions.publish(
                submissions.request(department + "-" + number, department, department, ""));
    }

    private List<Instant> arrivals(String model) {
        return simulator.answered(model).stream().map(Call::arrivedAt).toList();
    }

    private Stream<List<Instant>> starts() {
        return WEIGHTS.keySet().stream().map(this::arrivals);
    }

    private Map<String, Long> callsOfEach(Instant from, Instant to) {
        var calls = new TreeMap<String, Long>();
        for (var department : WEIGHTS.keySet()) {
            calls.put(
                    department,
                    arrivals(department).stream()
                            .filter(at -> !at.isBefore(from) && at.isBefore(to))
                            .count());
        }
        return calls;
    }

    private double calls(Instant from, Instant to) {
        return callsOfEach(from, to).values().stream().mapToLong(Long::longValue).sum();
    }

    private double perSecond(Instant from, Instant to) {
        return calls(from, to) * 1e3 / Duration.between(from, to).toMillis();
    }
}
