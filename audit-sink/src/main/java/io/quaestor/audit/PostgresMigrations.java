package io.quaestor.audit;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Edge: brings the tables of the chain to the version this sink writes; does nothing when they are
 * there.
 */
public final class PostgresMigrations {

    private PostgresMigrations() {}

    /**
     * @param owner a data source of the tables' owner
     * @throws org.flywaydb.core.api.FlywayException when the database cannot be reached or refuses
     */
    public static void apply(DataSource owner) {
        Flyway.configure(PostgresMigrations.class.getClassLoader())
                .dataSource(owner)
                .locations("classpath:db/audit")
                .load()
                .migrate();
    }
}
