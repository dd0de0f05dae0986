package io.quaestor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.audit.chain.ChainHead;
import io.quaestor.event.JournalEvent;
import io.quaestor.kernel.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresChainIT {

    private static final Lane THREE = new Lane(3);
    private static final Lane FOUR = new Lane(4);

    private ChainDatabase database;

    @BeforeEach
    void begin() throws SQLException {
        database = ChainDatabase.create();
    }

    @Test
    void beginsAChainAtItsStartAndAtTheJournalsStart() throws SQLException {
        HeldLane lane = sink("a").take(List.of(THREE)).getFirst();

        assertThat(lane).isEqualTo(new HeldLane(ChainHead.empty(THREE), 0, 1));
    }

    @Test
    void goesOnAfterARestartWhereTheHeadSays() throws SQLException {
        PostgresChain before = sink("a");
        HeldLane appended =
                append(before, take(before, THREE), new Journal(3).jobs(4).records(0), 27);

        HeldLane lane = take(sink("a"), THREE);

        assertThat(lane.head()).isEqualTo(appended.head());
        assertThat(lane.head().sequence()).isEqualTo(20);
        assertThat(lane.kafkaOffset()).isEqualTo(27);
        assertThat(entries()).isEqualTo(20);
    }

    @Test
    void refusesASinkThatHasLostTheLane() throws SQLException {
        PostgresChain zombie = sink("zombie");
        HeldLane lost = take(zombie, THREE);
        PostgresChain owner = sink("owner");
        HeldLane held = take(owner, THREE);

        AppendResult late =
                zombie.append(List.of(new LaneBatch(lost, new Journal(3).job().records(0), 5)));

        assertThat(late).isEqualTo(new AppendResult.Superseded(THREE));
        assertThat(entries()).isZero();
        append(owner, held, new Journal(3).job().records(0), 5);
        assertThat(entries()).isEqualTo(5);
    }

    @Test
    void refusesToAppendTwiceToTheSameHead() throws SQLException {
        PostgresChain sink = sink("a");
        HeldLane held = take(sink, THREE);
        append(sink, held, new Journal(3).job().records(0), 5);

        AppendResult again =
                sink.append(List.of(new LaneBatch(held, new Journal(3).job().records(0), 5)));

        assertThat(again).isEqualTo(new AppendResult.Superseded(THREE));
        assertThat(entries()).isEqualTo(5);
    }

    /** Whatever a sink believes: not before the position that the head tells. */
    @Test
    void refusesRecordsThatDoNotBeginWhereTheHeadIs() throws SQLException {
        PostgresChain sink = sink("a");
        HeldLane held = append(sink, take(sink, THREE), new Journal(3).job().records(0), 5);
        var mistaken = new HeldLane(held.head(), 0, held.epoch());

        AppendResult again =
                sink.append(List.of(new LaneBatch(mistaken, new Journal(3).job().records(0), 5)));

        assertThat(again).isEqualTo(new AppendResult.Superseded(THREE));
        assertThat(entries()).isEqualTo(5);
    }

    @Test
    void writesNoLaneOfABatchWhenOneIsLost() throws SQLException {
        PostgresChain zombie = sink("zombie");
        List<HeldLane> held = zombie.take(List.of(THREE, FOUR));
        take(sink("owner"), FOUR);

        AppendResult late =
                zombie.append(
                        List.of(
                                new LaneBatch(held.get(0), new Journal(3).job().records(0), 5),
                                new LaneBatch(held.get(1), new Journal(4).job().records(0), 5)));

        assertThat(late).isEqualTo(new AppendResult.Superseded(FOUR));
        assertThat(entries()).isZero();
        assertThat(take(sink("owner"), THREE).kafkaOffset()).isZero();
    }

    @Test
    void movesThePositionOverMarkersWithoutAnEntry() throws SQLException {
        PostgresChain sink = sink("a");

        HeldLane moved = append(sink, take(sink, THREE), List.of(), 9);

        assertThat(moved.head()).isEqualTo(ChainHead.empty(THREE));
        assertThat(take(sink, THREE).kafkaOffset()).isEqualTo(9);
    }

    @Test
    void storesWhateverAWriterPutsIntoTheTexts() throws SQLException {
        Journal journal = new Journal(3).job();
        JournalEvent event = journal.events().getFirst();
        event.setSubject("nul \0 and " + "\uD83D\uDE00".repeat(5_000));
        event.setDepartment("x" + "\uD83D\uDE00".repeat(5_000));
        event.setAt(Instant.ofEpochMilli(Long.MAX_VALUE));
        PostgresChain sink = sink("a");

        append(sink, take(sink, THREE), journal.records(0), 5);

        assertThat(entries()).isEqualTo(5);
        assertThat(database.number("SELECT length(subject) FROM chain_entry WHERE sequence = 0"))
                .isEqualTo(255);
    }

    @Test
    void keepsASchemaOnceWhateverTheCountOfEntries() throws SQLException {
        PostgresChain sink = sink("a");
        HeldLane lane = append(sink, take(sink, THREE), new Journal(3).jobs(3).records(0), 15);
        append(sink, lane, new Journal(3).jobs(3).records(15), 30);
        PostgresChain restarted = sink("a");
        append(restarted, take(restarted, THREE), new Journal(3).jobs(3).records(30), 45);

        assertThat(database.number("SELECT count(*) FROM chain_schema")).isEqualTo(1);
        assertThat(entries()).isEqualTo(45);
    }

    @Test
    void addsButNeverChangesAnEntryUnderTheWritersRole() throws Exception {
        String roles = new String(resource("/db/audit/roles.sql"), StandardCharsets.UTF_8);
        database.execute(roles);
        PostgresChain sink = new PostgresChain(database.source("quaestor_audit_writer"), "writer");

        append(sink, take(sink, THREE), new Journal(3).job().records(0), 5);

        assertThat(entries()).isEqualTo(5);
        for (String forbidden :
                List.of(
                        "UPDATE chain_entry SET department = ''",
                        "DELETE FROM chain_entry",
                        "TRUNCATE chain_entry",
                        "DELETE FROM chain_head",
                        "UPDATE chain_schema SET full_schema = ''")) {
            assertThatThrownBy(() -> asWriter(forbidden)).hasMessageContaining("permission denied");
        }
    }

    private void asWriter(String sql) throws SQLException {
        try (var connection = database.source("quaestor_audit_writer").getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static byte[] resource(String path) throws IOException {
        try (var in = PostgresChainIT.class.getResourceAsStream(path)) {
            return in.readAllBytes();
        }
    }

    private PostgresChain sink(String name) {
        return new PostgresChain(database.source(), name);
    }

    private static HeldLane take(PostgresChain sink, Lane lane) throws SQLException {
        return sink.take(List.of(lane)).getFirst();
    }

    private static HeldLane append(
            PostgresChain sink, HeldLane lane, List<JournalRecord> records, long next)
            throws SQLException {
        return switch (sink.append(List.of(new LaneBatch(lane, records, next)))) {
            case AppendResult.Appended(List<HeldLane> lanes) -> lanes.getFirst();
            case AppendResult.Superseded(Lane lost) -> throw new AssertionError(lost + " is lost");
        };
    }

    private long entries() throws SQLException {
        return database.number("SELECT count(*) FROM chain_entry");
    }
}
