package io.quaestor.audit;

import io.quaestor.audit.chain.Chain;
import io.quaestor.audit.chain.ChainHead;
import io.quaestor.audit.chain.Hash;
import io.quaestor.kernel.Lane;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Edge: the chains in PostgreSQL, as a writer sees them.
 *
 * <p>Guarantee: entries, heads and Kafka positions of an {@link #append} are committed together or
 * not at all, and only while every lane's epoch, sequence and position are those it was taken with.
 * After a {@link SQLException} the outcome is unknown: take the lanes again. For one thread.
 */
final class PostgresChain {

    private static final String TAKE =
            """
            INSERT INTO chain_head (lane, sequence, leaf, kafka_offset, epoch, sink) VALUES (?, 0, ?, 0, 1, ?)
            ON CONFLICT (lane) DO UPDATE SET epoch = chain_head.epoch + 1, sink = excluded.sink
            RETURNING sequence, leaf, kafka_offset, epoch
            """;
    private static final String ADVANCE =
            """
            UPDATE chain_head SET sequence = ?, leaf = ?, kafka_offset = ?, advanced_at = now()
            WHERE lane = ? AND epoch = ? AND sequence = ? AND kafka_offset = ?
            """;

    private final DataSource source;
    private final String sink;

    /** Schemas known to be committed. */
    private final Set<Hash> storedSchemas = new HashSet<>();

    /**
     * @param sink name of this instance, for people who look at the table
     */
    PostgresChain(DataSource source, String sink) {
        this.source = source;
        this.sink = sink;
    }

    /**
     * Makes this sink the only one that may append to {@code lanes}; what a former one still sends
     * is refused.
     */
    List<HeldLane> take(Collection<Lane> lanes) throws SQLException {
        List<HeldLane> held = new ArrayList<>();
        inTransaction(
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
                        // Always in order of lanes, here and in append: two sinks never wait for
                        // each other.
                        for (Lane lane : lanes.stream().sorted().toList()) {
                            held.add(take(statement, lane));
                        }
                    }
                    return true;
                });
        return held;
    }

    private HeldLane take(PreparedStatement statement, Lane lane) throws SQLException {
        statement.setInt(1, lane.number());
        statement.setBytes(2, Hash.ZERO.bytes());
        statement.setString(3, sink);
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            ChainHead head = new ChainHead(lane, row.getLong(1), Hash.of(row.getBytes(2)));
            return new HeldLane(head, row.getLong(3), row.getLong(4));
        }
    }

    /** Adds all batches in one transaction. */
    AppendResult append(List<LaneBatch> batches) throws SQLException {
        List<LaneBatch> ordered =
                batches.stream()
                        .sorted(Comparator.comparing(batch -> batch.held().lane()))
                        .toList();
        List<Chain.Appended> linked = ordered.stream().map(LaneBatch::linked).toList();
        Set<Hash> schemas = new HashSet<>();
        List<Lane> superseded = new ArrayList<>();
        inTransaction(
                connection -> {
                    superseded.addAll(advance(connection, ordered, linked));
                    if (superseded.isEmpty()) {
                        schemas.addAll(insertSchemas(connection, ordered));
                        ChainRows.insert(connection, ordered, linked);
                    }
                    return superseded.isEmpty();
                });
        if (!superseded.isEmpty()) {
            return new AppendResult.Superseded(superseded.getFirst());
        }
        storedSchemas.addAll(schemas);
        return new AppendResult.Appended(advanced(ordered, linked));
    }

    /**
     * First of all, for it locks the heads: a sink that has lost a lane finds out before it has
     * written a row.
     */
    private static List<Lane> advance(
            Connection connection, List<LaneBatch> batches, List<Chain.Appended> linked)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            for (int i = 0; i < batches.size(); i++) {
                HeldLane held = batches.get(i).held();
                ChainHead head = linked.get(i).head();
                statement.setLong(1, head.sequence());
                statement.setBytes(2, head.leaf().bytes());
                statement.setLong(3, batches.get(i).nextOffset());
                statement.setInt(4, held.lane().number());
                statement.setLong(5, held.epoch());
                statement.setLong(6, held.head().sequence());
                statement.setLong(7, held.kafkaOffset());
                statement.addBatch();
            }
            return notAdvanced(batches, statement.executeBatch());
        }
    }

    private static List<Lane> notAdvanced(List<LaneBatch> batches, int[] counts) {
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 1) {
                lanes.add(batches.get(i).held().lane());
            }
        }
        return lanes;
    }

    private Set<Hash> insertSchemas(Connection connection, List<LaneBatch> batches)
            throws SQLException {
        Set<StoredSchema> unknown = new HashSet<>();
        for (LaneBatch batch : batches) {
            for (JournalRecord record : batch.records()) {
                if (!storedSchemas.contains(record.schema().sha256())) {
                    unknown.add(record.schema());
                }
            }
        }
        return unknown.isEmpty() ? Set.of() : ChainRows.insert(connection, unknown);
    }

    private static List<HeldLane> advanced(List<LaneBatch> batches, List<Chain.Appended> linked) {
        List<HeldLane> lanes = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            lanes.add(batches.get(i).held().after(linked.get(i), batches.get(i).nextOffset()));
        }
        return lanes;
    }

    private interface Work {
        /** Returns whether to commit. */
        boolean in(Connection connection) throws SQLException;
    }

    /**
     * An exception leaves the transaction open; the pool rolls it back when the connection is given
     * back.
     */
    private void inTransaction(Work work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            if (work.in(connection)) {
                connection.commit();
            } else {
                connection.rollback();
            }
        }
    }
}
