package io.quaestor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.runtime.server.EmbeddedServer;
import io.quaestor.event.JournalEvent;
import io.quaestor.kernel.Lane;
import io.quaestor.local.fixture.KafkaFixture;
import io.quaestor.local.fixture.KafkaFixture.Part;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages over HTTP, of a sink on a real broker, registry and PostgreSQL. */
@TestInstance(Lifecycle.PER_CLASS)
class AuditHttpIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Lane LANE = new Lane(21);
    private static final Lane OTHER = new Lane(22);
    private static final int JOBS = 12;
    private static final int EVENTS = 5 * JOBS;

    /** Its own, for other tests count what nobody can read. */
    private final KafkaFixture fixture = KafkaFixture.fresh(Part.BROKER, Part.REGISTRY);

    private final Journal journal = new Journal(LANE.number()).jobs(JOBS);
    private ChainDatabase database;
    private JournalTopic topic;
    private CuttableLink link;
    private ApplicationContext sink;

    @BeforeAll
    void start() throws Exception {
        database = ChainDatabase.empty();
        topic = new JournalTopic(fixture);
        topic.commit(journal.events());
        topic.commit(new Journal(OTHER.number()).job().events());
        topic.commitRaw(OTHER, new byte[] {7}, new byte[] {1, 2, 3, 4, 5, 6});
        var url = database.url();
        int port = URI.create(url.substring("jdbc:".length())).getPort();
        link = new CuttableLink(port);
        sink =
                AuditSink.start(
                        Map.of(
                                "micronaut.server.port",
                                -1,
                                "quaestor.audit.instance",
                                "http-it",
                                "kafka.bootstrap.servers",
                                fixture.bootstrapServers(),
                                "kafka.schema.registry.url",
                                fixture.registryUrl(),
                                "datasources.default.url",
                                url,
                                "datasources.default.username",
                                "postgres",
                                "datasources.search.url",
                                url.replace(":" + port + "/", ":" + link.port() + "/")));
        Eventually.holds(
                "both lanes chained",
                () ->
                        items("/v1/audit?limit=500&lane=21").size() == EVENTS
                                && items("/v1/audit?lane=22").size() == 6);
    }

    @AfterAll
    void stop() throws Exception {
        sink.close();
        link.close();
        topic.close();
        fixture.close();
    }

    @Test
    void showsTheEventsOfAJobAsTheirBytesSayWithTheirLeaves() throws Exception {
        JournalEvent accepted = journal.events().getFirst();

        var entries = items("/v1/audit?job=" + accepted.getSubject());

        assertThat(entries)
                .extracting(entry -> entry.path("kind").asText())
                .containsExactly(
                        "JobAccepted",
                        "Admitted",
                        "AttemptStarted",
                        "AttemptFinished",
                        "JobFinished");
        var entry = entries.getFirst();
        var event = entry.path("event");
        assertThat(event.path("eventId").asText()).isEqualTo(accepted.getEventId());
        assertThat(event.path("at").asText()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(event.path("stage").asText()).isEqualTo("INGEST");
        assertThat(event.path("trace").isNull()).isTrue();
        assertThat(event.path("sequence").path("number").asLong()).isEqualTo(1);
        assertThat(event.path("event").path("@type").asText()).isEqualTo("JobAccepted");
        assertThat(event.path("event").path("inputBytes").asInt()).isEqualTo(1200);
        assertThat(event.path("event").path("deadline").asText()).isEqualTo("2026-03-01T13:00:00Z");
        assertThat(event.path("event").path("bodySha256").asText()).isEqualTo("00".repeat(32));
        assertThat(entries.get(1).path("previous")).isEqualTo(entry.path("leaf"));
        assertThat(
                        database.number(
                                "SELECT count(*) FROM chain_entry WHERE lane = 21 AND sequence = 0 AND encode(leaf, 'hex') = '"
                                        + entry.path("leaf").asText()
                                        + "'"))
                .isEqualTo(1);
    }

    @Test
    void pagesInOrderOfSequenceAndBack() throws Exception {
        var upwards = IntStream.range(0, EVENTS).boxed().toList();

        assertThat(sequences("order=oldest-first")).isEqualTo(upwards);
        assertThat(sequences("order=newest-first")).isEqualTo(upwards.reversed());
    }

    private List<Integer> sequences(String order) throws Exception {
        var seen = new ArrayList<Integer>();
        var next = "";
        do {
            var page = json(get("/v1/audit?lane=21&limit=7&" + order + next));
            page.path("items").forEach(entry -> seen.add(entry.path("sequence").asInt()));
            next = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asText();
        } while (!next.isEmpty());
        return seen;
    }

    @Test
    void goesOnFromLaneToLane() throws Exception {
        var seen = new ArrayList<String>();
        var next = "";
        do {
            var page = json(get("/v1/audit?department=legal&type=JobFinished&limit=3" + next));
            for (var entry : page.path("items")) {
                seen.add(entry.path("lane").asInt() + "/" + entry.path("sequence").asInt());
            }
            next = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asText();
        } while (!next.isEmpty());

        assertThat(seen).doesNotHaveDuplicates().containsSubsequence("21/4", "21/59", "22/4");
    }

    @ParameterizedTest
    @CsvSource({
        "type=JobFinished, 12",
        "type=NoSuchEvent, 0",
        "department=legal, 60",
        "department=tax, 0",
        "first=10&last=19, 10",
        "first=55, 5",
        "from=2026-03-01T12:00:00.010Z&to=2026-03-01T12:00:00.030Z, 20",
        "from=2026-03-01T13:00:00.010%2B01:00&to=2026-03-01T12:00:00.030Z, 20",
    })
    void findsByWhatAnEventSaysOfItself(String filter, int count) throws Exception {
        assertThat(items("/v1/audit?lane=21&limit=500&" + filter)).hasSize(count);
    }

    @Test
    void showsWhatNobodyCouldRead() throws Exception {
        var entry = items("/v1/audit?lane=22&type=UnreadableRecord").getFirst();

        assertThat(entry.path("event").path("value").asText()).isEqualTo("010203040506");
        assertThat(entry.path("event").path("reason").asText()).isEqualTo("BAD_MAGIC");
    }

    @Test
    void showsAnEntryWhoseBytesWereSpoiltWithoutItsEvent() throws Exception {
        var spoilt = new Journal(23).job();
        topic.commit(spoilt.events());
        Eventually.holds("chained", () -> items("/v1/audit?lane=23").size() == 5);
        database.execute("UPDATE chain_entry SET body = '\\x01' WHERE lane = 23 AND sequence = 2");

        var entries = items("/v1/audit?lane=23");

        assertThat(entries)
                .extracting(entry -> entry.has("event"))
                .containsExactly(true, true, false, true, true);
    }

    @Test
    void showsWhereEachChainEnds() throws Exception {
        var heads = items("/v1/audit/heads");

        var head =
                heads.stream()
                        .filter(of -> of.path("lane").asInt() == LANE.number())
                        .findFirst()
                        .orElseThrow();
        assertThat(head.path("entries").asInt()).isEqualTo(EVENTS);
        assertThat(head.path("sink").asText()).isEqualTo("http-it");
        assertThat(head.path("kafkaOffset").asLong()).isEqualTo(topic.end(LANE));
        assertThat(head.path("leaf"))
                .isEqualTo(
                        items("/v1/audit?lane=21&order=newest-first&limit=1")
                                .getFirst()
                                .path("leaf"));
    }

    @ParameterizedTest
    @CsvSource({
        "lane=32, lane",
        "lane=x, lane",
        "job=, job",
        "job=%00, job",
        "from=now, from",
        "first=-1, first",
        "last=99999999999999999999, last",
        "order=up, order",
        "limit=501, limit",
        "cursor=abc, cursor",
        "colour=red, colour",
    })
    void saysWhichParameterIsWrong(String filter, String field) throws Exception {
        var answer = get("/v1/audit?" + filter);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("field").asText()).isEqualTo(field);
    }

    @Test
    void refusesACursorOfTheOtherOrder() throws Exception {
        var next = json(get("/v1/audit?lane=21&limit=1")).path("next").asText();

        var answer = get("/v1/audit?lane=21&limit=1&order=newest-first&cursor=" + next);

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void takesNothingThatIsSentForSql() throws Exception {
        var evil = URLEncoder.encode("x' OR '1'='1", StandardCharsets.UTF_8);

        assertThat(items("/v1/audit?job=" + evil)).isEmpty();
    }

    @Test
    void canWriteNothing() {
        var search = sink.getBean(DataSource.class, Qualifiers.byName("search"));

        assertThatThrownBy(
                        () -> {
                            try (var connection = search.getConnection();
                                    var statement = connection.createStatement()) {
                                statement.execute("DELETE FROM chain_entry");
                            }
                        })
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo("25006"));
    }

    @Test
    void endsASearchThatTakesTooLong() throws Exception {
        try (var blocker = database.source().getConnection();
                var lock = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            lock.execute("LOCK TABLE chain_schema IN ACCESS EXCLUSIVE MODE");

            var answer = get("/v1/audit?lane=21");

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(json(answer).path("code").asText()).isEqualTo("SEARCH_TOO_WIDE");
            blocker.rollback();
        }
    }

    @Test
    void answersLaterWhileTheDatabaseIsAway() throws Exception {
        link.cut();
        for (var path : List.of("/v1/audit?lane=21", "/v1/audit/heads")) {
            var answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("5");
            assertThat(json(answer).path("code").asText()).isEqualTo("DATABASE_AWAY");
        }

        link.join();

        Eventually.holds("it answers", () -> get("/v1/audit/heads").statusCode() == 200);
    }

    @Test
    void servesItsOwnDocument() throws Exception {
        assertThat(get("/openapi.yml").body()).contains("/v1/audit:", "/v1/audit/heads:");
    }

    private List<JsonNode> items(String path) throws Exception {
        var items = json(get(path)).path("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    private HttpResponse<String> get(String path) throws Exception {
        var uri = URI.create(sink.getBean(EmbeddedServer.class).getURI() + path);
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body());
    }
}
