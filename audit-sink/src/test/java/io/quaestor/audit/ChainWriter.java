package io.quaestor.audit;

import io.quaestor.audit.chain.Body;
import io.quaestor.audit.chain.ChainHash;
import io.quaestor.audit.chain.Hash;
import io.quaestor.audit.chain.Statement;
import io.quaestor.kernel.Lane;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Writes chains for tests of the reader, through the sink's own code. */
public final class ChainWriter {

    private ChainWriter() {}

    /** Appends the journal's events to its lane's chain, in one batch. */
    public static void write(ChainDatabase database, Journal journal) throws SQLException {
        PostgresChain sink = new PostgresChain(database.source(), "test");
        Lane lane = new Lane(journal.events().getFirst().getLane());
        HeldLane held = sink.take(List.of(lane)).getFirst();
        List<JournalRecord> records = journal.records(held.kafkaOffset());
        long next = held.kafkaOffset() + records.size();
        AppendResult result = sink.append(List.of(new LaneBatch(held, records, next)));
        if (result instanceof AppendResult.Superseded(Lane lost)) {
            throw new AssertionError(lost + " is lost");
        }
    }

    /**
     * Changes an entry's event time and gives it the leaf that belongs to the changed body, as a
     * careful forger would.
     */
    public static void rehash(ChainDatabase database, int lane, long sequence) throws SQLException {
        String select =
                "SELECT previous, schema_sha256, body FROM chain_entry WHERE lane = ? AND sequence = ?";
        String update = "UPDATE chain_entry SET body = ?, leaf = ? WHERE lane = ? AND sequence = ?";
        try (Connection connection = database.source().getConnection();
                PreparedStatement query = connection.prepareStatement(select);
                PreparedStatement change = connection.prepareStatement(update)) {
            query.setInt(1, lane);
            query.setLong(2, sequence);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                byte[] body = row.getBytes(3);
                body[body.length - 1] ^= 2;
                Statement forged = new Statement(Hash.of(row.getBytes(2)), Body.of(body));
                Hash leaf =
                        ChainHash.leaf(new Lane(lane), sequence, Hash.of(row.getBytes(1)), forged);
                change.setBytes(1, body);
                change.setBytes(2, leaf.bytes());
                change.setInt(3, lane);
                change.setLong(4, sequence);
                change.executeUpdate();
            }
        }
    }
}
