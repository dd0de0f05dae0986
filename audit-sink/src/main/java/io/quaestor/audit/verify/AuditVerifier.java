package io.quaestor.audit.verify;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Verifies the whole log in PostgreSQL: every hash, every link, every head, every body against its
 * schema and columns, and the contiguous numbers inside the events.
 *
 * <p>Reads in one snapshot and changes nothing; a role with SELECT is enough. Memory does not grow
 * with the log, but for one bit for each number of a writing stage and the runs that are open.
 */
public final class AuditVerifier {

    /**
     * Chains advance one by one, so a number may be missing because its chain is a little behind. A
     * number is missed only if the one after it was chained at least this long ago.
     */
    public static final Duration DEFAULT_SETTLING = Duration.ofSeconds(10);

    private final Duration settling;

    private AuditVerifier(Duration settling) {
        this.settling = settling;
    }

    /**
     * @throws SQLException when the database cannot be read
     */
    public static Verification verify(DataSource database) throws SQLException {
        return verify(database, DEFAULT_SETTLING);
    }

    /**
     * @param settling zero when the sink is known to have caught up
     * @throws SQLException when the database cannot be read
     */
    public static Verification verify(DataSource database, Duration settling) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return new AuditVerifier(settling).verified(connection);
        }
    }

    /**
     * @throws SQLException when the database cannot be reached or read
     */
    public static Verification verify(
            String jdbcUrl, String user, String password, Duration settling) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password)) {
            return new AuditVerifier(settling).verified(connection);
        }
    }

    private Verification verified(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        Verification verification = verified(new PostgresChainReader(connection));
        connection.rollback();
        return verification;
    }

    private Verification verified(PostgresChainReader reader) throws SQLException {
        SchemaShelf schemas = reader.schemas();
        StageNumbers stages = new StageNumbers();
        List<ChainVerification> chains = new ArrayList<>();
        for (int lane : reader.lanes()) {
            LaneCheck check = new LaneCheck(lane, schemas, stages);
            reader.entries(lane, check::entry);
            chains.add(check.end(reader.head(lane)));
        }
        return new Verification(chains, missed(reader, schemas, stages.missing()));
    }

    /**
     * Reads the log once more, for the places of the entries that come after a gap; only when there
     * is one.
     */
    private List<Problem> missed(
            PostgresChainReader reader, SchemaShelf schemas, List<StageNumbers.Missing> missing)
            throws SQLException {
        if (missing.isEmpty()) {
            return List.of();
        }
        GapSearch search = new GapSearch(missing, schemas, reader.now().minus(settling));
        for (int lane : reader.lanes()) {
            reader.entries(lane, search::entry);
        }
        return search.found();
    }
}
