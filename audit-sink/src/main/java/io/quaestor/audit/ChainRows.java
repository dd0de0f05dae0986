package io.quaestor.audit;

import io.quaestor.audit.chain.Chain;
import io.quaestor.audit.chain.ChainEntry;
import io.quaestor.audit.chain.Hash;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * Edge: entries and schemas as rows. Entries are copied, not inserted: PostgreSQL then neither
 * parses nor plans for each hundred of them.
 */
final class ChainRows {

    private static final String ENTRY =
            """
            COPY chain_entry (lane, sequence, previous, schema_sha256, body, leaf, kafka_offset, kafka_at,
              event_kind, event_id, event_at, subject, department, request_id, run, event_number)
            FROM STDIN (FORMAT binary)
            """;
    private static final int ENTRY_FIELDS = 16;
    private static final int COPY_BUFFER_BYTES = 64 * 1024;

    private static final String SCHEMA =
            "INSERT INTO chain_schema (sha256, canonical_form, full_schema) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

    private ChainRows() {}

    static void insert(Connection connection, List<LaneBatch> batches, List<Chain.Appended> linked)
            throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        try (CopyStream rows =
                new CopyStream(new PGCopyOutputStream(postgres, ENTRY, COPY_BUFFER_BYTES))) {
            for (int i = 0; i < batches.size(); i++) {
                add(rows, batches.get(i).records(), linked.get(i).entries());
            }
        } catch (IOException e) {
            // The driver's streams wrap what the database says.
            throw e.getCause() instanceof SQLException refused ? refused : new SQLException(e);
        }
    }

    private static void add(CopyStream rows, List<JournalRecord> records, List<ChainEntry> entries)
            throws IOException {
        for (int i = 0; i < records.size(); i++) {
            add(rows.row(ENTRY_FIELDS), entries.get(i), records.get(i));
        }
    }

    private static void add(CopyStream row, ChainEntry entry, JournalRecord record)
            throws IOException {
        EventColumns event = record.columns();
        row.add(entry.lane().number())
                .add(entry.sequence())
                .add(entry.previous().bytes())
                .add(entry.statement().schemaSha256().bytes())
                .add(entry.statement().body().bytes())
                .add(entry.leaf().bytes())
                .add(record.kafkaOffset())
                .add(record.kafkaAt())
                .add(event.kind())
                .add(event.id())
                .add(event.at())
                .add(event.subject())
                .add(event.department())
                .add(event.requestId())
                .add(event.run())
                .add(event.number());
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
