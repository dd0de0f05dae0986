package io.quaestor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.quaestor.audit.verify.AuditVerifier;
import io.quaestor.audit.verify.Verification;
import io.quaestor.event.JournalEvent;
import io.quaestor.kernel.Lane;
import io.quaestor.local.fixture.KafkaFixture;
import io.quaestor.local.fixture.KafkaFixture.Part;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole sink between a real broker, a real registry and a real PostgreSQL. */
class AuditSinkIT {

    private static final KafkaFixture FIXTURE =
            KafkaFixture.shared(Part.BROKER, Part.REGISTRY, Part.DATABASE);

    private final List<ApplicationContext> sinks = new ArrayList<>();
    private JournalTopic topic;
    private ChainDatabase database;

    @BeforeEach
    void begin() throws SQLException {
        topic = new JournalTopic(FIXTURE);
        database = ChainDatabase.empty();
    }

    @AfterEach
    void end() {
        sinks.forEach(ApplicationContext::close);
        topic.close();
    }

    @Test
    void chainsEveryCommittedRecordOnceOverAbortsRestartsAndRebalances() throws Exception {
        long seed = Long.getLong("quaestor.seed", System.nanoTime());
        System.out.println("AuditSinkIT seed " + seed);
        Random random = new Random(seed);
        List<Lane> lanes = List.of(new Lane(1), new Lane(2), new Lane(3), new Lane(4));
        List<Journal> journals =
                lanes.stream().map(lane -> new Journal(lane.number()).jobs(150)).toList();

        ApplicationContext first = start("first", Map.of());
        produce(random, journals, 200);
        ApplicationContext second = start("second", Map.of());
        produce(random, journals, 200);
        first.close();
        produce(random, journals, 200);
        second.close();
        produce(random, journals, Integer.MAX_VALUE);
        start("first", Map.of());

        for (Lane lane : lanes) {
            awaitCaughtUp(lane);
            assertThat(chained(lane)).isEqualTo(committed(lane)).hasSize(750);
        }
        Verification verification = AuditVerifier.verify(database.source(), Duration.ZERO);
        assertThat(verification.problems()).isEmpty();
        assertThat(verification.entries()).isGreaterThanOrEqualTo(3_000);
    }

    @Test
    void chainsWhatNobodyCanReadAndGoesOn() throws Exception {
        Lane lane = new Lane(9);
        JournalEvent event = new Journal(9).job().events().getFirst();
        topic.commit(List.of(event));
        byte[] good = topic.committed(lane).getFirst().value();
        List<byte[]> bad =
                List.of(
                        new byte[0],
                        new byte[] {1, 2, 3, 4, 5, 6},
                        new byte[] {0, 0x7f, 0x7f, 0x7f, 0x7f, 6},
                        Arrays.copyOf(good, good.length - 3),
                        Arrays.copyOf(good, good.length + 3));
        bad.forEach(value -> topic.commitRaw(lane, new byte[] {7}, value));
        topic.commitRaw(lane, null, null);
        JournalEvent next = new Journal(9).job().events().get(1);
        topic.commit(List.of(next));

        start("only", Map.of());
        awaitCaughtUp(lane);

        Verification verification = AuditVerifier.verify(database.source(), Duration.ZERO);
        assertThat(verification.problems()).isEmpty();
        assertThat(verification.unreadable()).isEqualTo(6);
        assertThat(kinds(lane))
                .containsExactly(
                        "JobAccepted",
                        "UnreadableRecord",
                        "UnreadableRecord",
                        "UnreadableRecord",
                        "UnreadableRecord",
                        "UnreadableRecord",
                        "UnreadableRecord",
                        "Admitted");
        // The bytes are there whole, the header included.
        assertThat(chained(lane).get(2)).contains(HexFormat.of().formatHex(bad.get(1)));
    }

    @Test
    void waitsForADatabaseThatIsAwayAndLosesNothing() throws Exception {
        Lane lane = new Lane(10);
        Journal journal = new Journal(10).jobs(40);
        String url = database.url();
        int port = URI.create(url.substring("jdbc:".length())).getPort();
        try (CuttableLink link = new CuttableLink(port)) {
            link.cut();
            ApplicationContext sink =
                    start(
                            "only",
                            Map.of(
                                    "datasources.default.url",
                                    url.replace(":" + port, ":" + link.port())));
            topic.commit(journal.events().subList(0, 100));
            Eventually.holds("unhealthy without its database", () -> health(sink) == 503);

            link.join();
            Eventually.holds("healthy with its database", () -> health(sink) == 200);
            awaitCaughtUp(lane);
            link.cut();
            topic.commit(journal.events().subList(100, 200));
            Eventually.holds("unhealthy without its database", () -> health(sink) == 503);
            link.join();
            awaitCaughtUp(lane);
        }

        assertThat(chained(lane)).isEqualTo(committed(lane)).hasSize(200);
        assertThat(AuditVerifier.verify(database.source(), Duration.ZERO).problems()).isEmpty();
    }

    @Test
    void stopsALaneWhosePositionTheTopicDoesNotHaveAndServesTheOthers() throws Exception {
        PostgresMigrations.apply(database.source());
        new PostgresChain(database.source(), "test").take(List.of(new Lane(11)));
        database.execute("UPDATE chain_head SET kafka_offset = 1000000 WHERE lane = 11");
        topic.commit(new Journal(12).job().events());

        ApplicationContext sink = start("only", Map.of());

        awaitCaughtUp(new Lane(12));
        Eventually.holds("the lane that stands still is told", () -> health(sink) == 503);
        assertThat(healthText(sink)).contains("lane 11").contains("1000000");
        assertThat(AuditVerifier.verify(database.source(), Duration.ZERO).ok()).isTrue();
    }

    /**
     * Commits up to {@code count} further events of each journal, in random order of lanes, with
     * aborted tries.
     */
    private void produce(Random random, List<Journal> journals, int count) {
        for (Journal journal : journals) {
            List<JournalEvent> left = journal.events();
            int until = Math.max(0, left.size() - count);
            while (left.size() > until) {
                List<JournalEvent> next =
                        left.subList(0, 1 + random.nextInt(Math.min(20, left.size() - until)));
                if (random.nextInt(4) == 0) {
                    topic.abort(next);
                } else {
                    topic.commit(next);
                    next.clear();
                }
            }
        }
    }

    private ApplicationContext start(String instance, Map<String, Object> overrides) {
        Map<String, Object> properties =
                new HashMap<>(
                        Map.of(
                                "quaestor.audit.instance", instance,
                                "kafka.bootstrap.servers", FIXTURE.bootstrapServers(),
                                "kafka.schema.registry.url", FIXTURE.registryUrl(),
                                "datasources.default.url", database.url(),
                                "datasources.default.username", FIXTURE.databaseUser()));
        properties.putAll(overrides);
        ApplicationContext sink = AuditSink.start(properties);
        sinks.add(sink);
        return sink;
    }

    private void awaitCaughtUp(Lane lane) throws Exception {
        long end = topic.end(lane);
        Eventually.holds(lane + " chained up to " + end, () -> position(lane) == end);
    }

    private long position(Lane lane) throws SQLException {
        if (database.number(
                        "SELECT count(*) FROM pg_tables WHERE tablename = 'chain_head' AND schemaname = current_schema()")
                == 0) {
            return -1;
        }
        return database.number(
                "SELECT coalesce(max(kafka_offset), -1) FROM chain_head WHERE lane = "
                        + lane.number());
    }

    /** Position and body of each record in the chain. */
    private List<String> chained(Lane lane) throws SQLException {
        return texts(
                "SELECT kafka_offset || ' ' || encode(body, 'hex') FROM chain_entry WHERE lane = ? ORDER BY sequence",
                lane);
    }

    private List<String> kinds(Lane lane) throws SQLException {
        return texts("SELECT event_kind FROM chain_entry WHERE lane = ? ORDER BY sequence", lane);
    }

    private List<String> texts(String query, Lane lane) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = database.source().getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setInt(1, lane.number());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
        }
        return texts;
    }

    /** Position and body of each record in Kafka. */
    private List<String> committed(Lane lane) {
        return topic.committed(lane).stream().map(AuditSinkIT::text).toList();
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        return record.offset() + " " + HexFormat.of().formatHex(value, 5, value.length);
    }

    private static int health(ApplicationContext sink) throws Exception {
        return ask(sink).statusCode();
    }

    private static String healthText(ApplicationContext sink) throws Exception {
        return ask(sink).body();
    }

    private static HttpResponse<String> ask(ApplicationContext sink) throws Exception {
        URI health = sink.getBean(EmbeddedServer.class).getURI().resolve("/health");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
