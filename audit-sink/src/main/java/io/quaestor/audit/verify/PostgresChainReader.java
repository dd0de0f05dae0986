package io.quaestor.audit.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Edge: rows as they are, streamed, out of the snapshot of one connection. */
final class PostgresChainReader {

    /** Rows in memory at a time. */
    private static final int FETCH_ROWS = 2_000;

    /** Hops along the primary key from lane to lane instead of reading every entry. */
    private static final String LANES =
            """
            WITH RECURSIVE lanes (lane) AS (
                (SELECT min(lane) FROM chain_entry)
                UNION ALL
                SELECT (SELECT min(e.lane) FROM chain_entry e WHERE e.lane > l.lane) FROM lanes l WHERE l.lane IS NOT NULL
            )
            SELECT lane FROM lanes WHERE lane IS NOT NULL UNION SELECT lane FROM chain_head ORDER BY 1
            """;

    private static final String ENTRIES =
            """
            SELECT sequence, previous, schema_sha256, body, leaf, kafka_offset, chained_at,
              event_kind, event_id, event_at, subject, department, request_id, run, event_number
            FROM chain_entry WHERE lane = ? ORDER BY sequence
            """;

    private final Connection connection;

    /**
     * @param connection in one transaction of isolation REPEATABLE READ, so that heads and entries
     *     belong together
     */
    PostgresChainReader(Connection connection) {
        this.connection = connection;
    }

    Instant now() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT now()");
                ResultSet row = query.executeQuery()) {
            row.next();
            return instant(row, 1);
        }
    }

    SchemaShelf schemas() throws SQLException {
        SchemaShelf schemas = new SchemaShelf();
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT sha256, canonical_form, full_schema FROM chain_schema");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                schemas.add(bytes(rows, 1), text(rows, 2), text(rows, 3));
            }
        }
        return schemas;
    }

    /** Lanes that have a head or an entry, in order. */
    List<Integer> lanes() throws SQLException {
        List<Integer> lanes = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(LANES);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                lanes.add(rows.getInt(1));
            }
        }
        return lanes;
    }

    Optional<StoredHead> head(int lane) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT sequence, leaf, kafka_offset FROM chain_head WHERE lane = ?")) {
            query.setInt(1, lane);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new StoredHead(row.getLong(1), bytes(row, 2), row.getLong(3)))
                        : Optional.empty();
            }
        }
    }

    /** Gives every entry of the lane to {@code each}, in order of sequence. */
    void entries(int lane, Consumer<StoredEntry> each) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ENTRIES)) {
            query.setInt(1, lane);
            query.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    each.accept(entry(lane, rows));
                }
            }
        }
    }

    private static StoredEntry entry(int lane, ResultSet row) throws SQLException {
        return new StoredEntry(
                lane,
                row.getLong(1),
                bytes(row, 2),
                bytes(row, 3),
                bytes(row, 4),
                bytes(row, 5),
                row.getLong(6),
                instant(row, 7),
                columns(row));
    }

    private static StoredEntry.Columns columns(ResultSet row) throws SQLException {
        return new StoredEntry.Columns(
                text(row, 8),
                text(row, 9),
                instant(row, 10).toEpochMilli(),
                text(row, 11),
                text(row, 12),
                text(row, 13),
                row.getLong(14),
                row.getInt(15));
    }

    /** The tables forbid null, but whoever owns them can allow it. */
    private static byte[] bytes(ResultSet row, int column) throws SQLException {
        byte @Nullable [] value = row.getBytes(column);
        return value == null ? new byte[0] : value;
    }

    private static String text(ResultSet row, int column) throws SQLException {
        @Nullable String value = row.getString(column);
        return value == null ? "" : value;
    }

    /** Not as a Timestamp, which counts days before 1582 by another calendar. */
    private static Instant instant(ResultSet row, int column) throws SQLException {
        @Nullable OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? Instant.EPOCH : value.toInstant();
    }
}
