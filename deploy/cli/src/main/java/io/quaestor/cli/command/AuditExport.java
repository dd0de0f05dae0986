package io.quaestor.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quaestor.cli.stack.DatabaseOptions;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Edge: the whole log as JSON lines, first every schema, then every entry in the order of lane and
 * sequence: enough to recompute each hash without PostgreSQL.
 */
final class AuditExport {
    /** Rows in memory at a time. */
    private static final int FETCH_ROWS = 2_000;

    private static final String SCHEMAS =
            "SELECT sha256, canonical_form, full_schema FROM chain_schema ORDER BY sha256";

    private static final String ENTRIES =
            """
            SELECT lane, sequence, previous, schema_sha256, body, leaf, kafka_offset
            FROM chain_entry ORDER BY lane, sequence
            """;

    /** Writes it; how many entries there were. */
    static long write(DatabaseOptions.Place place, PrintWriter out) throws SQLException {
        try (var connection =
                DriverManager.getConnection(place.url(), place.user(), place.password())) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            schemas(connection, out);
            return entries(connection, out);
        }
    }

    private static void schemas(Connection connection, PrintWriter out) throws SQLException {
        try (var query = connection.prepareStatement(SCHEMAS);
                var rows = query.executeQuery()) {
            while (rows.next()) {
                out.println(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("schemaSha256", hex(rows, 1))
                                .put("canonicalForm", rows.getString(2))
                                .put("schema", rows.getString(3)));
            }
        }
    }

    private static long entries(Connection connection, PrintWriter out) throws SQLException {
        long entries = 0;
        try (var query = connection.prepareStatement(ENTRIES)) {
            query.setFetchSize(FETCH_ROWS);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    out.println(
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("lane", rows.getInt(1))
                                    .put("sequence", rows.getLong(2))
                                    .put("previous", hex(rows, 3))
                                    .put("schemaSha256", hex(rows, 4))
                                    .put("body", base64(rows, 5))
                                    .put("leaf", hex(rows, 6))
                                    .put("kafkaOffset", rows.getLong(7)));
                    entries++;
                }
            }
        }
        return entries;
    }

    private static String hex(ResultSet row, int column) throws SQLException {
        return HexFormat.of().formatHex(row.getBytes(column));
    }

    private static String base64(ResultSet row, int column) throws SQLException {
        return Base64.getEncoder().encodeToString(row.getBytes(column));
    }

    private AuditExport() {}
}
