package io.quaestor.spend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.quaestor.event.BudgetEntry;
import io.quaestor.event.BudgetMode;
import io.quaestor.event.CatalogEntry;
import io.quaestor.event.CatalogKind;
import io.quaestor.event.CatalogVersion;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.SpendLevel;
import io.quaestor.event.WindowType;
import io.quaestor.local.fixture.KafkaFixture;
import io.quaestor.local.fixture.KafkaFixture.Part;
import io.quaestor.spend.fold.Events;
import io.quaestor.spend.fold.Events.Job;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.Lanes;
import io.quaestor.wire.TopicProvisioner;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages over HTTP, of two instances on a real broker and registry. */
@TestInstance(Lifecycle.PER_CLASS)
class SpendHttpIT {

    private static final int LANE = 3;
    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** One moment for all, so that the story cannot end in another window than it began in. */
    private final Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private final KafkaFixture fixture = KafkaFixture.fresh(Part.BROKER, Part.REGISTRY);
    private final List<ApplicationContext> contexts = new ArrayList<>();
    private KafkaProducer<byte[], byte[]> producer;
    private RecordEncoder encoder;
    private Path folder;
    private String one;
    private String other;

    @BeforeAll
    void tellTheStory(@TempDir Path temporary) throws Exception {
        folder = temporary;
        var kafka = fixture.kafka();
        try (var provisioner = new TopicProvisioner(kafka)) {
            provisioner.provision(List.of());
        }
        producer = new KafkaProducer<>(ClientDefaults.producer(kafka, "spend-http-it"));
        var patient = new HashMap<>(kafka.registry());
        patient.put("schema.registry.request.timeout.ms", "30000");
        encoder = RecordEncoder.ofValues(RegistryClient.from(patient));
        applyCatalogue();
        spend();
        one = start("one", fixture.registryUrl());
        other = start("other", fixture.registryUrl());
        for (var url : List.of(one, other)) {
            eventually(
                    () ->
                            items(url, "/v1/spend?window=day").size() == 2
                                    && items(url, "/v1/spend/charges").size() == 10
                                    && state(url, "legal-day").equals("BREACHED"));
        }
    }

    /** Four calls of legal, two by Ada; one of tax; each costs 1000 nano-USD on two meters. */
    private void spend() {
        write(Events.budget("legal-day", "legal", BudgetMode.STOP, 4_000, 1, at));
        var jobs =
                List.of(
                        new Job("job-1", "legal", "ada", "fast", "contracts"),
                        new Job("job-2", "legal", "ada", "slow", "contracts"),
                        new Job("job-3", "legal", "bob", "fast", "mail"),
                        new Job("job-4", "legal", "bob", "fast", "mail"),
                        new Job("job-5", "tax", "ada", "fast", "contracts"));
        for (var job : jobs) {
            write(Events.admitted(job, 1, 5_000, at));
            write(Events.billed(job, 1, 1, Events.cost(1_000), at));
            write(Events.jobFinished(job, at));
        }
        write(Events.admitted(new Job("job-6", "tax", "ada", "fast", "contracts"), 1, 7, at));
    }

    @AfterAll
    void stop() {
        contexts.forEach(ApplicationContext::close);
        producer.close();
        fixture.close();
    }

    @Test
    void showsWhatADepartmentSpentInItsCalendarDay() throws Exception {
        var items = items(one, "/v1/spend?window=day&department=legal");

        assertThat(items).hasSize(1);
        var day = items.getFirst();
        assertThat(day.path("settledUsd").asText()).isEqualTo("0.000004000");
        assertThat(day.path("heldUsd").asText()).isEqualTo("0.000000000");
        assertThat(day.path("attempts").asInt()).isEqualTo(4);
        assertThat(day.path("level").asText()).isEqualTo("department");
        assertThat(day.path("window").path("kind").asText()).isEqualTo("day");
        assertThat(day.path("window").path("zone").asText()).isEqualTo("Europe/Luxembourg");
        assertThat(Instant.parse(day.path("window").path("start").asText())).isBeforeOrEqualTo(at);
        var tax = items(one, "/v1/spend?window=day&department=tax").getFirst();
        assertThat(tax.path("heldUsd").asText()).isEqualTo("0.000000007");
    }

    @ParameterizedTest
    @CsvSource({
        "user, legal:ada=2000 legal:bob=2000 tax:ada=1000",
        "model, legal:fast=3000 legal:slow=1000 tax:fast=1000",
        "use-case, legal:contracts=2000 legal:mail=2000 tax:contracts=1000",
    })
    void showsWhoseMoneyItWasOnEveryLevelAndKindOfWindow(String level, String expected)
            throws Exception {
        for (var window : List.of("hour", "day", "month")) {
            var rows =
                    items(one, "/v1/spend?level=" + level + "&window=" + window).stream()
                            .map(SpendHttpIT::inWords)
                            .toList();
            assertThat(String.join(" ", rows)).as(window).isEqualTo(expected);
        }
    }

    private static String inWords(JsonNode row) {
        return row.path("department").asText()
                + ":"
                + row.path("name").asText()
                + "="
                + new BigDecimal(row.path("settledUsd").asText()).movePointRight(9).toBigInteger();
    }

    @Test
    void showsOnlyWindowsOfTheTimeAskedFor() throws Exception {
        var window = items(one, "/v1/spend?window=day&department=legal").getFirst().path("window");
        var start = window.path("start").asText();
        var end = window.path("end").asText();

        assertThat(items(one, "/v1/spend?window=day&from=" + start)).hasSize(2);
        assertThat(items(one, "/v1/spend?window=day&from=" + start + "&to=" + end)).hasSize(2);
        assertThat(items(one, "/v1/spend?window=day&to=" + start)).isEmpty();
        assertThat(items(one, "/v1/spend?window=day&from=" + end)).isEmpty();
    }

    @Test
    void listsEveryChargeOnceOverItsPages() throws Exception {
        var ids = new ArrayList<String>();
        var sum = BigDecimal.ZERO;
        var next = "";
        do {
            var page = json(get(one, "/v1/spend/charges?limit=3" + next));
            for (var charge : page.path("items")) {
                ids.add(charge.path("chargeId").asText());
                sum = sum.add(new BigDecimal(charge.path("billedCostUsd").asText()));
            }
            next = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asText();
        } while (!next.isEmpty());

        assertThat(ids).hasSize(10).doesNotHaveDuplicates();
        assertThat(sum).isEqualByComparingTo("0.000005");
    }

    @ParameterizedTest
    @CsvSource({
        "department=tax, 2",
        "user=bob, 4",
        "model=slow, 2",
        "use-case=mail, 4",
        "job=job-1, 2",
        "department=tax&user=bob, 0",
        "to=2020-01-01T00:00:00Z, 0",
        "from=2020-01-01T00:00:00%2B01:00, 10",
    })
    void findsCharges(String filter, int count) throws Exception {
        assertThat(items(one, "/v1/spend/charges?" + filter)).hasSize(count);
    }

    @Test
    void showsEveryBudgetOfTheCatalogueSpentFromOrNot() throws Exception {
        var budgets = items(one, "/v1/budgets");

        assertThat(budgets)
                .extracting(budget -> budget.path("budget").asText())
                .containsExactly("legal-day", "unspent-hour");
        var breached = budgets.getFirst();
        assertThat(breached.path("limitUsd").asText()).isEqualTo("0.000004000");
        assertThat(breached.path("settledUsd").asText()).isEqualTo("0.000004000");
        assertThat(breached.path("cause").asText()).isEqualTo("settled");
        assertThat(breached.path("mode").asText()).isEqualTo("stop");
        var unspent = budgets.getLast();
        assertThat(unspent.path("state").asText()).isEqualTo("OPEN");
        assertThat(unspent.path("window").path("kind").asText()).isEqualTo("hour");
        assertThat(unspent.has("cause")).isFalse();
        assertThat(items(one, "/v1/budgets?department=hr&window=hour")).hasSize(1);
        assertThat(items(one, "/v1/budgets?level=user")).isEmpty();
        assertThat(items(one, "/v1/budgets?limit=1")).hasSize(1);
    }

    @Test
    void anyInstanceAnswersTheSame() throws Exception {
        for (var path :
                List.of("/v1/spend?window=day", "/v1/spend?level=user", "/v1/spend/charges")) {
            assertThat(json(get(one, path)).path("items"))
                    .isEqualTo(json(get(other, path)).path("items"));
        }
        assertThat(get(one, "/v1/budgets").body()).isEqualTo(get(other, "/v1/budgets").body());
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/spend?level=team, level",
        "/v1/spend?window=week, window",
        "/v1/spend?from=yesterday, from",
        "/v1/spend?departmnt=legal, departmnt",
        "/v1/spend?cursor=abc, cursor",
        "/v1/spend/charges?limit=0, limit",
        "/v1/budgets?to=2026-01-01T00:00:00Z, to",
    })
    void saysWhichParameterIsWrong(String path, String field) throws Exception {
        var answer = get(one, path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("field").asText()).isEqualTo(field);
    }

    @Test
    void answersLaterWhileTheTopicsAreNotRead() throws Exception {
        var deaf = start("deaf", "http://127.0.0.1:1");

        for (var path : List.of("/v1/spend", "/v1/spend?level=user", "/v1/budgets")) {
            var answer = get(deaf, path);
            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("2");
            assertThat(json(answer).path("code").asText()).isEqualTo("NOT_READY");
        }
        eventually(() -> get(deaf, "/health").body().contains("-view-charges"));
        assertThat(get(deaf, "/health").statusCode()).isEqualTo(503);
        assertThat(json(get(one, "/health")).findValuesAsText("loop")).contains("streams");
    }

    @Test
    void measuresHowFullBudgetsAreAndWhatIsHeld() throws Exception {
        eventually(
                () ->
                        metric("quaestor_budget_used_ratio", "budget=\"legal-day\"").equals("1.0")
                                && metric("quaestor_budget_used_ratio", "budget=\"unspent-hour\"")
                                        .equals("0.0")
                                && metric("quaestor_holds_usd", "department=\"tax\"")
                                        .startsWith("7.0"));
    }

    private String metric(String name, String tag) throws Exception {
        return get(one, "/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(tag))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("");
    }

    @Test
    void servesItsOwnDocument() throws Exception {
        var document = get(one, "/openapi.yml");

        assertThat(document.statusCode()).isEqualTo(200);
        assertThat(document.body())
                .contains("/v1/spend:", "/v1/spend/charges:", "/v1/budgets:", "completeSince");
    }

    private String start(String instance, String registry) {
        var context =
                SpendAggregator.start(
                        Map.of(
                                "micronaut.server.port",
                                -1,
                                "quaestor.spend.instance",
                                instance,
                                "quaestor.spend.state-folder",
                                folder.resolve(instance).toString(),
                                "quaestor.spend.expiry-grace",
                                "1h",
                                "kafka.bootstrap.servers",
                                fixture.bootstrapServers(),
                                "kafka.schema.registry.url",
                                registry));
        contexts.add(context);
        return context.getBean(EmbeddedServer.class).getURI().toString();
    }

    private void applyCatalogue() {
        entry(CatalogKind.DEPARTMENT, "legal", department());
        entry(CatalogKind.DEPARTMENT, "tax", department());
        entry(CatalogKind.DEPARTMENT, "hr", department());
        entry(CatalogKind.BUDGET, "legal-day", budget("legal", WindowType.DAY));
        entry(CatalogKind.BUDGET, "unspent-hour", budget("hr", WindowType.HOUR));
        entry(
                CatalogKind.VERSION,
                "1",
                new CatalogVersion("", ByteBuffer.wrap(new byte[32]), 5, Topics.LANES));
    }

    private static DepartmentEntry department() {
        return DepartmentEntry.newBuilder()
                .setLane(LANE)
                .setZone("Europe/Luxembourg")
                .setModels(List.of("fast", "slow"))
                .setRegions(List.of())
                .setMaxInputBytes(1)
                .build();
    }

    private static BudgetEntry budget(String department, WindowType window) {
        return new BudgetEntry(
                department,
                SpendLevel.DEPARTMENT,
                department,
                window,
                BudgetMode.STOP,
                4_000L,
                List.of(),
                1L);
    }

    private void entry(CatalogKind kind, String name, Object body) {
        var entry = new CatalogEntry(kind, name, 1L, false, "test", "", at, body);
        var bytes = encoder.encode(Topics.CATALOG, entry);
        var _ = producer.send(Lanes.keyed(Topics.CATALOG, kind + ":" + name, bytes));
    }

    private void write(JournalEvent event) {
        var bytes = encoder.encode(Topics.JOURNAL, event);
        var _ = producer.send(Lanes.record(Topics.JOURNAL, LANE, event.getSubject(), bytes));
    }

    private static String state(String url, String budget) throws Exception {
        return items(url, "/v1/budgets").stream()
                .filter(item -> item.path("budget").asText().equals(budget))
                .map(item -> item.path("state").asText())
                .findFirst()
                .orElse("");
    }

    private static List<JsonNode> items(String url, String path) throws Exception {
        var items = json(get(url, path)).path("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    private static HttpResponse<String> get(String url, String path) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body());
    }

    private static void eventually(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + LONGEST);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
