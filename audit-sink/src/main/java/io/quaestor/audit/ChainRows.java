package io.quaestor.audit;

import io.quaestor.audit.chain.Chain;
import io.quaestor.audit.chain.ChainEntry;
import io.quaestor.audit.chain.Hash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Edge: entries and schemas as rows; the driver rewrites a batch into multi-row inserts ({@code
 * reWriteBatchedInserts}).
 */
final class ChainRows {

    private static final String ENTRY =
            """
            INSERT INTO chain_entry (lane, sequence, previous, schema_sha256, body, leaf, kafka_offset, kafka_at,
              event_kind, event_id, event_at, subject, department, request_id, run, event_number)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String SCHEMA =
            "INSERT INTO chain_schema (sha256, canonical_form, full_schema) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

    private ChainRows() {}

    static void insert(Connection connection, List<LaneBatch> batches, List<Chain.Appended> linked)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENTRY)) {
            for (int i = 0; i < batches.size(); i++) {
                add(statement, batches.get(i).records(), linked.get(i).entries());
            }
            statement.executeBatch();
        }
    }

    private static void add(
            PreparedStatement statement, List<JournalRecord> records, List<ChainEntry> entries)
            throws SQLException {
        for (int i = 0; i < records.size(); i++) {
            set(statement, entries.get(i), records.get(i));
            statement.addBatch();
        }
    }

    private static void set(PreparedStatement statement, ChainEntry entry, JournalRecord record)
            throws SQLException {
        EventColumns event = record.columns();
        statement.setInt(1, entry.lane().number());
        statement.setLong(2, entry.sequence());
        statement.setBytes(3, entry.previous().bytes());
        statement.setBytes(4, entry.statement().schemaSha256().bytes());
        statement.setBytes(5, entry.statement().body().bytes());
        statement.setBytes(6, entry.leaf().bytes());
        statement.setLong(7, record.kafkaOffset());
        statement.setObject(8, record.kafkaAt().atOffset(ZoneOffset.UTC));
        statement.setString(9, event.kind());
        statement.setString(10, event.id());
        statement.setObject(11, event.at().atOffset(ZoneOffset.UTC));
        statement.setString(12, event.subject());
        statement.setString(13, event.department());
        statement.setString(14, event.requestId());
        statement.setLong(15, event.run());
        statement.setInt(16, event.number());
    }

    /** Returns the hashes of the schemas, which are stored once the transaction commits. */
    static Set<Hash> insert(Connection connection, Collection<StoredSchema> schemas)
            throws SQLException {
        Set<Hash> hashes = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(SCHEMA)) {
            for (StoredSchema schema : schemas) {
                hashes.add(schema.sha256());
                statement.setBytes(1, schema.sha256().bytes());
                statement.setString(2, schema.canonicalForm());
                statement.setString(3, schema.full());
                statement.addBatch();
            }
            statement.executeBatch();
        }
        return hashes;
    }
}
