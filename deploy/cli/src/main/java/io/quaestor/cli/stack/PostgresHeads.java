package io.quaestor.cli.demo;

import io.quaestor.cli.stack.CommandFailure;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Edge: how far the audit sink has read each journal lane. */
record PostgresHeads(String jdbcUrl, String user) {

    /** Whether every lane is chained up to its last event. */
    boolean include(Map<Integer, Long> journalEnds) {
        var next = nextOffsets();
        return journalEnds.entrySet().stream()
                .allMatch(end -> next.getOrDefault(end.getKey(), 0L) > end.getValue());
    }

    private Map<Integer, Long> nextOffsets() {
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
