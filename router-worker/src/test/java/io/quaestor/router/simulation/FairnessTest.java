package io.quaestor.router.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quaestor.kernel.Seed;
import io.quaestor.router.SampleCatalog;
import io.quaestor.router.fair.Jain;
import io.quaestor.router.simulation.Throng.Start;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How a provider's places are shared, over both flows and one to three workers. What is measured is
 * what the provider sees: which calls began, and when.
 */
class FairnessTest {
    private static final int PLACES = 20;

    /** By then what lay on the queue before all had come is through. */
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private static final Duration MINUTE = Duration.ofSeconds(60);

    /** More than a minute's worth of all places. */
    private static final int MANY = 1_500;

    /** Departments wait in one lane or in lanes of their own. */
    private record Department(String name, int lane, int weight) {}

    private static SampleCatalog catalog(int places, int lag, Collection<Department> departments) {
        var catalog =
                SampleCatalog.empty()
                        .provider("p", places, lag)
                        .provider("q", places, lag)
                        .model("m", "p")
                        .model("n", "q")
                        .alias("one", "m@p")
                        .alias("other", "n@q");
        for (var department : departments) {
            catalog.department(department.name(), department.lane(), "one", "other")
                    .changeDepartment(
                            department.name(), entry -> entry.setWeight(department.weight()));
        }
        return catalog;
    }

    private static Throng throng(int workers, int places, List<Department> departments) {
        return new Throng(
                catalog(places, 2 * places, departments), workers, new SplittableRandom(7));
    }

    /** Calls by department from an instant on. */
    private static Map<String, Double> calls(
            Throng throng, Instant since, Collection<Department> departments) {
        var calls = new LinkedHashMap<String, Double>();
        for (var department : departments) {
            var name = department.name();
            calls.put(
                    name,
                    (double)
                            throng.started(
                                    start ->
                                            start.department().equals(name)
                                                    && !start.at().isBefore(since)));
        }
        return calls;
    }

    private static Map<String, Double> callsOfAMinute(
            Throng throng, Collection<Department> departments) {
        throng.run(WARM_UP);
        var since = throng.now();
        throng.run(MINUTE);
        return calls(throng, since, departments);
    }

    private static double weightedJain(
            Map<String, Double> calls, Collection<Department> departments) {
        return Jain.index(
                departments.stream()
                        .mapToDouble(of -> calls.getOrDefault(of.name(), 0.0) / of.weight())
                        .toArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void givesDepartmentsOfEqualWeightTheSameInOneLaneAndInOthers(int workers) {
        var departments =
                List.of(
                        new Department("a", 1, 1),
                        new Department("b", 1, 1),
                        new Department("c", 1, 1),
                        new Department("d", 2, 1),
                        new Department("e", 3, 1));
        var throng = throng(workers, PLACES, departments);
        throng.submit("a", "one", 5 * MANY);
        departments.stream().skip(1).forEach(of -> throng.submit(of.name(), "one", MANY));
        var calls = callsOfAMinute(throng, departments);
        System.out.println(workers + " workers, equal weights: " + calls);
        assertThat(weightedJain(calls, departments)).isGreaterThan(0.95);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void honoursWeightsOfOneToThreeWithinATenth(int workers) {
        var departments =
                List.of(
                        new Department("light", 1, 1),
                        new Department("heavy", 1, 3),
                        new Department("small", 2, 1),
                        new Department("large", 3, 3));
        // Places are shared out whole.
        var throng = throng(workers, 2 * PLACES, departments);
        departments.forEach(of -> throng.submit(of.name(), "one", 2 * MANY));
        var calls = callsOfAMinute(throng, departments);
        System.out.println(workers + " workers, weights 1:3: " + calls);
        double all = calls.values().stream().mapToDouble(Double::doubleValue).sum();
        for (var department : departments) {
            double due = all * department.weight() / 8;
            assertThat(calls.getOrDefault(department.name(), 0.0)).isCloseTo(due, within(due / 10));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void leavesNoPlaceEmptyWhileAnybodyWaits(int workers) {
        Seed.run(
                random -> {
                    var departments =
                            List.of(
                                    new Department("always", 1, 1),
                                    new Department("comes", 2, 9),
                                    new Department("goes", 3, 5),
                                    new Department("beside", 1, 7));
                    var throng = throng(workers, PLACES, departments);
                    throng.submit("always", "one", 3 * MANY);
                    throng.run(WARM_UP);
                    double used = 0;
                    int most = 0;
                    int steps = 3_000;
                    for (int i = 0; i < steps; i++) {
                        if (random.nextInt(200) == 0) {
                            var who = departments.get(1 + random.nextInt(3)).name();
                            throng.submit(who, "one", random.nextInt(150));
                        }
                        throng.run(Throng.STEP);
                        used += throng.inFlight("p");
                        most = Math.max(most, throng.inFlight("p"));
                    }
                    System.out.printf(
                            "%d workers, others come and go: %.3f of %d places used, %d at most%n",
                            workers, used / steps / PLACES, PLACES, most);
                    assertThat(used / steps).isGreaterThan(0.95 * PLACES);
                    assertThat(most).isLessThanOrEqualTo(workers * PLACES);
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void delaysTenJobsByTheirSharesTimeOnlyHoweverManyWaitInAnotherLane(int workers) {
        var flood = new Department("flood", 1, 1);
        var few = new Department("few", 2, 1);
        var throng = throng(workers, 10, List.of(flood, few));
        throng.submit("flood", "one", 100_000);
        throng.run(WARM_UP);
        var since = throng.now();
        throng.submit("few", "one", 10);
        throng.runUntil(() -> throng.started(of("few")) == 10);
        var took = Duration.between(since, throng.now());
        System.out.println(workers + " workers, ten jobs beside 100,000: began within " + took);
        // Five of ten places: two rounds of 1 s on average, 1.5 s at most.
        assertThat(took).isLessThan(Duration.ofSeconds(3));
    }

    private static Predicate<Start> of(String department) {
        return start -> start.department().equals(department);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void delaysNoJobOfAnotherProviderWhileOneHangs(int workers) {
        var departments = List.of(new Department("a", 1, 1), new Department("b", 2, 1));
        var alone = throng(workers, PLACES, departments);
        var beside = throng(workers, PLACES, departments);
        beside.latency("p", Throng.NEVER);
        beside.submit("a", "one", MANY);
        beside.submit("b", "one", MANY);
        beside.run(WARM_UP);
        alone.run(WARM_UP);
        for (var throng : List.of(alone, beside)) {
            throng.submit("a", "other", 300);
            throng.submit("b", "other", 300);
            throng.runUntil(() -> throng.started(start -> start.provider().equals("q")) == 600);
        }
        System.out.println(
                "600 jobs of q: "
                        + Duration.between(alone.starts.getFirst().at(), alone.now())
                        + " alone, beside a hanging provider until "
                        + Duration.between(alone.now(), beside.now())
                        + " later");
        assertThat(Duration.between(alone.now(), beside.now()).abs())
                .isLessThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void ordersByPriorityTheDepartmentsOwnQueueAndNoOthers() {
        var departments = List.of(new Department("a", 1, 1), new Department("b", 1, 1));
        var throng = throng(1, 10, departments);
        for (int i = 0; i < 300; i++) {
            throng.submit("a", "one", "low" + i, 0);
            throng.submit("b", "one", "b" + i, 0);
        }
        throng.run(WARM_UP);
        int before = throng.starts.size();
        for (int i = 0; i < 50; i++) {
            throng.submit("a", "one", "high" + i, 9);
        }
        throng.runUntil(() -> throng.started(start -> start.requestId().startsWith("high")) == 50);
        var meanwhile = throng.starts.subList(before, throng.starts.size());
        // What lies on the provider's queue already goes first: 20 jobs, ten of them of a.
        assertThat(meanwhile)
                .filteredOn(start -> start.requestId().startsWith("low"))
                .hasSizeLessThanOrEqualTo(10);
        assertThat(meanwhile).filteredOn(of("b")).hasSizeBetween(58, 62);
    }

    @Test
    void staysFairInWhateverLanesOfWhicheverWorkersDepartmentsWait() {
        double[] worst = {1};
        Seed.run(
                random -> {
                    for (int i = 0; i < 12; i++) {
                        worst[0] = Math.min(worst[0], jainOfAnyThrong(random));
                    }
                });
        System.out.printf("worst index of any throng: %.3f%n", worst[0]);
        assertThat(worst[0]).isGreaterThan(0.95);
    }

    private static double jainOfAnyThrong(SplittableRandom random) {
        var departments = new ArrayList<Department>();
        for (int i = 2 + random.nextInt(7); i > 0; i--) {
            departments.add(new Department("d" + i, 1 + random.nextInt(5), 1 + random.nextInt(4)));
        }
        int places = 15 + random.nextInt(40);
        int workers = 1 + random.nextInt(3);
        var catalog = catalog(places, places / 2 + random.nextInt(2 * places), departments);
        var throng = new Throng(catalog, workers, random);
        departments.forEach(of -> throng.submit(of.name(), "one", 70 * places));
        var calls = callsOfAMinute(throng, departments);
        double index = weightedJain(calls, departments);
        System.out.printf("%d workers, %s: %.3f%n", workers, departments, index);
        return index;
    }
}
