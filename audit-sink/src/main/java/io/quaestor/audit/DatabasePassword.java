package io.quaestor.audit;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.quaestor.wire.Secret;
import io.quaestor.wire.Secrets;
import jakarta.inject.Singleton;

/**
 * Replaces the reference to the password in {@code audit-sink.yml} by the password, in memory only.
 */
@Singleton
final class DatabasePassword implements BeanCreatedEventListener<DatasourceConfiguration> {

    @Override
    public DatasourceConfiguration onCreated(BeanCreatedEvent<DatasourceConfiguration> event) {
        DatasourceConfiguration datasource = event.getBean();
        String reference = datasource.getPassword();
        if (reference != null && !reference.isBlank()) {
            datasource.setPassword(password(reference));
        }
        return datasource;
    }

    private static String password(String reference) {
        return switch (Secrets.of(System.getenv()).resolve(reference)) {
            case Secrets.Resolution.Found(Secret secret) -> secret.reveal();
            case Secrets.Resolution.Absent(String why) ->
                    throw new IllegalArgumentException(
                            "QUAESTOR_AUDIT_DB_PASSWORD cannot be used: " + why);
        };
    }
}
