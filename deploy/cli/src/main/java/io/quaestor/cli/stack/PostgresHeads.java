package io.quaestor.cli.stack;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Edge: how far the audit sink has read each journal lane. */
public record PostgresHeads(String jdbcUrl, String user) {

    /** Whether every lane is chained up to its last event. */
    public boolean include(Map<Integer, Long> journalEnds) {
        var next = nextOffsets();
        return journalEnds.entrySet().stream()
                .allMatch(end -> next.getOrDefault(end.getKey(), 0L) > end.getValue());
    }

    /** When events were chained, milliseconds since the epoch, ascending, each once. */
    public List<Long> chainedAtMillis() {
        var times = new ArrayList<Long>();
        try (var connection = DriverManager.getConnection(jdbcUrl, user, "");
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT DISTINCT chained_at FROM chain_entry ORDER BY chained_at")) {
            while (rows.next()) {
                times.add(rows.getObject(1, OffsetDateTime.class).toInstant().toEpochMilli());
            }
        } catch (SQLException e) {
            throw new CommandFailure("the audit database cannot be read: " + e.getMessage(), e);
        }
        return times;
    }

    /** Per lane the journal offset that is chained next. */
    public Map<Integer, Long> nextOffsets() {
        var offsets = new HashMap<Integer, Long>();
        try (var connection = DriverManager.getConnection(jdbcUrl, user, "");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT lane, kafka_offset FROM chain_head")) {
            while (rows.next()) {
                offsets.put(rows.getInt(1), rows.getLong(2));
            }
        } catch (SQLException e) {
            throw new CommandFailure("the audit database cannot be read: " + e.getMessage(), e);
        }
        return offsets;
    }
}
