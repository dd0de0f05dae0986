package io.quaestor.audit;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.quaestor.wire.Secret;
import io.quaestor.wire.Secrets;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the references to passwords in {@code audit-sink.yml} by the passwords, in memory only.
 * A data source without a user logs in as the sink does.
 */
@Singleton
final class DatabaseLogin implements BeanCreatedEventListener<DatasourceConfiguration> {
    private final String sinkUser;
    private final String sinkPassword;

    DatabaseLogin(
            @Property(name = "datasources.default.username") String sinkUser,
            @Property(name = "datasources.default.password", defaultValue = "")
                    String sinkPassword) {
        this.sinkUser = sinkUser;
        this.sinkPassword = sinkPassword;
    }

    @Override
    public DatasourceConfiguration onCreated(BeanCreatedEvent<DatasourceConfiguration> event) {
        DatasourceConfiguration datasource = event.getBean();
        boolean own = !isBlank(datasource.getUsername());
        if (!own) {
            datasource.setUsername(sinkUser);
        }
        String reference = own ? datasource.getPassword() : sinkPassword;
        datasource.setPassword(isBlank(reference) ? "" : password(datasource.getName(), reference));
        return datasource;
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static String password(String name, String reference) {
        return switch (Secrets.of(System.getenv()).resolve(reference)) {
            case Secrets.Resolution.Found(Secret secret) -> secret.reveal();
            case Secrets.Resolution.Absent(String why) ->
                    throw new IllegalArgumentException(
                            "the password of data source " + name + " cannot be used: " + why);
        };
    }
}
