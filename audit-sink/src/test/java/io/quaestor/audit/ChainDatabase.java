package io.quaestor.audit;

import io.quaestor.local.fixture.KafkaFixture;
import io.quaestor.local.fixture.KafkaFixture.Part;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The tables of one test in a real PostgreSQL with durable commits. */
public final class ChainDatabase {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final String url;

    private ChainDatabase(String url) {
        this.url = url;
    }

    /** With the tables of the chain. */
    public static ChainDatabase create() throws SQLException {
        ChainDatabase database = empty();
        PostgresMigrations.apply(database.source());
        return database;
    }

    /**
     * Without tables. A schema, for a database of its own would take the server seconds to sync.
     */
    public static ChainDatabase empty() throws SQLException {
        String url = KafkaFixture.shared(Part.DATABASE).database("chains");
        String schema = "chain" + SCHEMAS.incrementAndGet();
        ChainDatabase database = new ChainDatabase(url + "?currentSchema=" + schema);
        database.execute("CREATE SCHEMA " + schema);
        database.execute("GRANT USAGE ON SCHEMA " + schema + " TO PUBLIC");
        return database;
    }

    public String url() {
        return url;
    }

    /** As the tables' owner. */
    public DataSource source() {
        return source("postgres");
    }

    public DataSource source(String user) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setReWriteBatchedInserts(true);
        return source;
    }

    /** Returns the count of rows changed. */
    public int execute(String sql) throws SQLException {
        try (Connection connection = source().getConnection();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    public long number(String query) throws SQLException {
        try (Connection connection = source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
