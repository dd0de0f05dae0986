package io.quaestor.audit;

import io.quaestor.wire.registry.RegistryClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Builds the loop's body, at the start and after each failure.
 *
 * <p>The database comes first: while it is away the sink is no member of the group, so that another
 * sink, which may reach it, has the lanes.
 */
final class AuditLoopFactory implements Callable<KafkaAuditLoop> {

    private final AuditSettings settings;
    private final Map<String, Object> consumer;
    private final Map<String, String> registry;
    private final DataSource database;
    private final AuditWatch watch;
    private boolean migrated;

    /**
     * @param consumer settings of a group's member
     * @param registry settings by Confluent's names
     */
    AuditLoopFactory(
            AuditSettings settings,
            Map<String, Object> consumer,
            Map<String, String> registry,
            DataSource database,
            AuditWatch watch) {
        this.settings = settings;
        this.consumer = consumer;
        this.registry = registry;
        this.database = database;
        this.watch = watch;
    }

    @Override
    public KafkaAuditLoop call() throws SQLException {
        reachDatabase();
        return new KafkaAuditLoop(
                new KafkaConsumer<>(consumer),
                new KafkaJournalReader(RegistryClient.from(registry)),
                new PostgresChain(database, settings.instance()),
                watch);
    }

    private void reachDatabase() throws SQLException {
        if (settings.migrate() && !migrated) {
            PostgresMigrations.apply(database);
            migrated = true;
        }
        try (Connection connection = database.getConnection()) {
            connection.getMetaData();
        }
    }
}
