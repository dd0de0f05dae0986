package io.quaestor.audit.search;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Edge: searches the chains. The data source is read-only and ends a statement that takes long. */
final class PostgresAuditLog {
    private static final String HEADS =
            """
            SELECT lane, sequence, leaf, kafka_offset, epoch, sink, advanced_at
            FROM chain_head ORDER BY lane
            """;

    private final DataSource source;

    PostgresAuditLog(DataSource source) {
        this.source = source;
    }

    List<FoundEntry> find(AuditSearch search) throws SQLException {
        var query = SearchQuery.of(search);
        try (Connection connection = source.getConnection();
                var statement = connection.prepareStatement(query.text())) {
            query.setValues(statement);
            try (ResultSet rows = statement.executeQuery()) {
                List<FoundEntry> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(entry(rows));
                }
                return found;
            }
        }
    }

    private static FoundEntry entry(ResultSet row) throws SQLException {
        return new FoundEntry(
                new AuditSearch.Position(row.getInt(1), row.getLong(2)),
                row.getBytes(3),
                row.getBytes(4),
                row.getBytes(5),
                row.getString(6),
                row.getBytes(7),
                row.getLong(8),
                instant(row, 9),
                row.getString(10),
                row.getString(11),
                instant(row, 12),
                row.getString(13),
                row.getString(14));
    }

    List<FoundHead> heads() throws SQLException {
        try (Connection connection = source.getConnection();
                var statement = connection.prepareStatement(HEADS);
                ResultSet rows = statement.executeQuery()) {
            List<FoundHead> heads = new ArrayList<>();
            while (rows.next()) {
                heads.add(
                        new FoundHead(
                                rows.getInt(1),
                                rows.getLong(2),
                                rows.getBytes(3),
                                rows.getLong(4),
                                rows.getLong(5),
                                rows.getString(6),
                                instant(rows, 7)));
            }
            return heads;
        }
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
