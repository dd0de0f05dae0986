package io.quaestor.journey;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.cli.topic.TopicTail;
import io.quaestor.event.Admitted;
import io.quaestor.event.AttemptStarted;
import io.quaestor.event.CatalogChanged;
import io.quaestor.event.CatalogEntry;
import io.quaestor.event.CatalogKind;
import io.quaestor.event.CatalogVersion;
import io.quaestor.event.ChargeMeter;
import io.quaestor.event.ErrorType;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.RouteRef;
import io.quaestor.journey.JourneyStack.Applied;
import io.quaestor.journey.LiveDecisions.Decision;
import io.quaestor.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The catalogue changes while two workers work, and each change acts on every job that is submitted
 * two seconds later, whichever worker decides on it.
 */
@ExtendWith(SharedStack.class)
@Order(SharedStack.CHANGES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveCatalogIT {
    private static final Duration TAKES_EFFECT = Duration.ofSeconds(2);

    private static final List<String> DEPARTMENTS = List.of("d1", "d2", "d3", "f1", "f2", "f3");

    /** Jobs of each worker that a change is judged by. */
    private static final int SEEN = 4;

    private final JourneyStack stack;
    private final LiveTraffic traffic;
    private final LiveDecisions decisions;
    private String document = SharedStack.catalog();

    LiveCatalogIT(JourneyStack stack) {
        this.stack = stack;
        decisions = new LiveDecisions(stack);
        traffic = new LiveTraffic(stack);
    }

    @BeforeAll
    void start() {
        traffic.ask("steady", DEPARTMENTS);
        Await.until("both workers work", () -> seenByAll(decisions.onSubmittedFrom(Instant.EPOCH)));
    }

    @AfterAll
    void stop() {
        traffic.close();
        decisions.close();
    }

    @Test
    @Order(1)
    void callsANewProviderByANewAlias() {
        var applied =
                change(
                        "a second provider",
                        Map.of(
                                "models:\n",
                                """
                                  sim-extra: {protocol: openai, url: "${SIM_OPENAI_URL}", region: eu-west-1, key: "env:SIM_OPENAI_KEY", max-in-flight: 16, lag-limit: 16, simulated: true}

                                models:
                                  extra@sim-extra: {id: extra-1, context: 128000, max-output: 16384, price: {input: "3", output: "4"}, from: 2024-07-18}
                                """,
                                "aliases:\n",
                                "aliases:\n  extra: [extra@sim-extra]\n",
                                "models: [steady, slow]",
                                "models: [steady, slow, extra]"));
        traffic.ask("extra", DEPARTMENTS);

        assertThat(later(applied))
                .allSatisfy(LiveCatalogIT::succeeded)
                .allSatisfy(d -> assertThat(route(d)).isEqualTo("extra@sim-extra"));
        traffic.ask("steady", DEPARTMENTS);
    }

    @Test
    @Order(2)
    void chargesANewPrice() {
        var applied =
                change(
                        "ten times as dear",
                        Map.of(
                                "price: {input: \"0.15\", cached_input: \"0.075\", output: \"0.60\"}, from: 2024-07-18, version: v1",
                                "price: {input: \"1.50\", cached_input: \"0.75\", output: \"6\"}, from: 2024-07-18, version: v2"));

        assertThat(later(applied))
                .allSatisfy(LiveCatalogIT::succeeded)
                .allSatisfy(d -> assertThat(inputPicoUsd(d.response())).isEqualTo(1_500_000))
                .allSatisfy(d -> assertThat(priceVersion(d)).isEqualTo("v2"));
    }

    @Test
    @Order(3)
    void refusesAModelThatIsNoLongerApproved() {
        var applied =
                change(
                        "d2 has left",
                        Map.of("d2: {zone: UTC, models: [steady, ", "d2: {zone: UTC, models: ["));

        var later = later(applied);
        assertThat(of("d2", later))
                .isNotEmpty()
                .allSatisfy(d -> refused(d, ErrorType.NOT_APPROVED));
        assertThat(of("d3", later)).isNotEmpty().allSatisfy(LiveCatalogIT::succeeded);
    }

    @Test
    @Order(4)
    void refusesJobsBeyondALoweredLimit() {
        var applied = change("d1 saves", Map.of("limit-usd: \"50\"", "limit-usd: \"0.000001\""));

        var later = later(applied);
        assertThat(of("d1", later)).isNotEmpty().allSatisfy(d -> refused(d, ErrorType.BUDGET));
        of("d1", decisions.onSubmittedFrom(applied.at())).stream()
                .filter(d -> d.response().getStatus() == JobStatus.REJECTED)
                .map(Decision::at)
                .min(Comparator.naturalOrder())
                .ifPresent(first -> say("the lowered limit", applied, first));
        assertThat(of("d3", later)).isNotEmpty().allSatisfy(LiveCatalogIT::succeeded);
    }

    @Test
    @Order(5)
    void opensAsManyCallsAsAProviderNowTakes() {
        var simulator = new SimulatorStats(stack.simulatorUrl());
        var busy = DEPARTMENTS.subList(2, DEPARTMENTS.size());
        IntStream.range(0, 60).forEach(_ -> busy.forEach(d -> traffic.submit(d, "slow")));
        Await.until("all calls that it takes are open", () -> simulator.open("slow-1") == 6);

        var applied = change("a larger quota", Map.of("max-in-flight: 6,", "max-in-flight: 48,"));
        Await.until("as many as it takes now", () -> simulator.open("slow-1") == 48);

        assertThat(Duration.between(applied.at(), Instant.now())).isLessThan(TAKES_EFFECT);
        assertThat(simulator.maxOpen("slow-1")).isEqualTo(48);
    }

    /** The version takes a provider away while calls there are open and jobs lie on its queue. */
    @Test
    @Order(6)
    void goesBackToAnEarlierVersion() {
        var simulator = new SimulatorStats(stack.simulatorUrl());
        document = documentOf(1);
        traffic.ask("extra", List.of("f2", "f3"));
        IntStream.range(0, 100)
                .forEach(_ -> List.of("f2", "f3").forEach(d -> traffic.submit(d, "extra")));
        Await.until("all calls that it takes are open", () -> simulator.open("extra-1") == 16);
        Await.until("jobs lie on its queue", () -> queuedFor("sim-extra") >= 8);

        var applied = stack.apply(document, "back to version 1");

        var later = later(applied);
        assertThat(of("d1", later)).isNotEmpty().allSatisfy(LiveCatalogIT::succeeded);
        assertThat(of("d2", later))
                .isNotEmpty()
                .allSatisfy(LiveCatalogIT::succeeded)
                .allSatisfy(d -> assertThat(inputPicoUsd(d.response())).isEqualTo(150_000));
        assertThat(of("f2", later))
                .isNotEmpty()
                .allSatisfy(d -> refused(d, ErrorType.UNKNOWN_MODEL));
    }

    /** Jobs that are routed to the provider and not started. */
    private long queuedFor(String provider) {
        return decisions.journal().stream()
                .mapToLong(
                        event ->
                                switch (event.getEvent()) {
                                    case Admitted admitted -> to(provider, admitted.getRoute());
                                    case AttemptStarted started ->
                                            -to(provider, started.getRoute());
                                    default -> 0;
                                })
                .sum();
    }

    private static int to(String provider, RouteRef route) {
        return route.getProvider().equals(provider) ? 1 : 0;
    }

    @Test
    @Order(7)
    void answersEveryRequestThatWasMadeMeanwhile() {
        int submitted = traffic.stop();
        Await.until("all answers", () -> decisions.answers().size() == submitted);

        assertThat(decisions.answers())
                .as("jobs that lay on the queue of the provider that was taken away")
                .anySatisfy(
                        answer -> {
                            assertThat(answer.getStatus()).isEqualTo(JobStatus.FAILED);
                            assertThat(answer.getError().getType()).isEqualTo(ErrorType.NO_ROUTE);
                        });
        assertThat(decisions.answers())
                .filteredOn(answer -> answer.getStatus() == JobStatus.SUCCEEDED)
                .filteredOn(answer -> answer.getRoute().getModel().equals("extra@sim-extra"))
                .as("calls of that provider, those that it ended afterwards too")
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(inputPicoUsd(answer)).isEqualTo(3_000_000));
    }

    @Test
    @Order(8)
    void keepsEachChangeWithItsAuthorAndReason() throws Exception {
        var events = catalogEvents();

        var versions =
                events.stream()
                        .filter(event -> changed(event).getKind() == CatalogKind.VERSION)
                        .toList();
        assertThat(versions)
                .extracting(event -> changed(event).getVersion())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 7).boxed().toList());
        assertThat(versions)
                .extracting(event -> changed(event).getReason())
                .containsExactly(
                        "first",
                        "a second provider",
                        "ten times as dear",
                        "d2 has left",
                        "d1 saves",
                        "a larger quota",
                        "back to version 1");
        assertThat(events)
                .allSatisfy(e -> assertThat(changed(e).getAuthor()).isEqualTo(JourneyStack.AUTHOR));
        var chained = new ChainedEvents(stack.jdbcUrl());
        Await.until(
                "the sink has them all",
                () -> chained.ofKind("CatalogChanged").size() == events.size());
        assertThat(chained.ofKind("CatalogChanged")).containsExactlyElementsOf(events);
        assertThat(chained.problems()).isEmpty();
    }

    private List<JournalEvent> catalogEvents() {
        return decisions.journal().stream()
                .filter(event -> event.getEvent() instanceof CatalogChanged)
                .toList();
    }

    private static CatalogChanged changed(JournalEvent event) {
        return (CatalogChanged) event.getEvent();
    }

    private String documentOf(long version) {
        return TopicTail.all(stack.kafka(), stack.registry(), Topics.CATALOG, CatalogEntry.class)
                .stream()
                .map(TopicTail.Placed::value)
                .filter(entry -> entry.getVersion() == version)
                .filter(entry -> entry.getBody() instanceof CatalogVersion)
                .map(entry -> ((CatalogVersion) entry.getBody()).getDocument())
                .findFirst()
                .orElseThrow();
    }

    /** Applies the document with each of these texts replaced. */
    private Applied change(String reason, Map<String, String> replacements) {
        replacements.forEach(
                (from, to) -> {
                    assertThat(document).contains(from);
                    document = document.replace(from, to);
                });
        return stack.apply(document, reason);
    }

    /** What both workers decided on jobs submitted when the change had to act: all on it. */
    private List<Decision> later(Applied applied) {
        var from = applied.at().plus(TAKES_EFFECT);
        Await.until(
                "both workers decided after version " + applied.version(),
                () -> seenByAll(decisions.onSubmittedFrom(from)));
        decisions
                .firstOn(applied.version())
                .forEach((w, at) -> say("version " + applied.version() + " in " + w, applied, at));
        var later = decisions.onSubmittedFrom(from);
        assertThat(later).allSatisfy(d -> assertThat(d.version()).isEqualTo(applied.version()));
        return later;
    }

    private static void say(String what, Applied applied, Instant at) {
        System.out.printf(
                "%s: first acts %d ms after the commit%n",
                what, Duration.between(applied.at(), at).toMillis());
    }

    /** Of every department too, for each has a lane of its own. */
    private static boolean seenByAll(List<Decision> seen) {
        var byWorker = seen.stream().collect(groupingBy(Decision::worker));
        return byWorker.size() == SharedStack.WORKERS
                && byWorker.values().stream().allMatch(own -> own.size() >= SEEN)
                && DEPARTMENTS.stream().noneMatch(department -> of(department, seen).isEmpty());
    }

    private static List<Decision> of(String department, List<Decision> decisions) {
        return decisions.stream()
                .filter(decision -> decision.response().getDepartment().equals(department))
                .toList();
    }

    private static void succeeded(Decision decision) {
        assertThat(decision.response().getStatus())
                .as("%s", decision.response().getError())
                .isEqualTo(JobStatus.SUCCEEDED);
    }

    private static void refused(Decision decision, ErrorType type) {
        assertThat(decision.response().getStatus()).isEqualTo(JobStatus.REJECTED);
        assertThat(decision.response().getError().getType()).isEqualTo(type);
    }

    private static String route(Decision decision) {
        return decision.response().getRoute().getModel();
    }

    private static String priceVersion(Decision decision) {
        return decision.response().getReceipt().getPriceVersion();
    }

    private static long inputPicoUsd(LlmResponse response) {
        return response.getCost().getLines().stream()
                .filter(line -> line.getMeter() == ChargeMeter.INPUT)
                .findFirst()
                .orElseThrow()
                .getUnitPricePicoUsd();
    }
}
