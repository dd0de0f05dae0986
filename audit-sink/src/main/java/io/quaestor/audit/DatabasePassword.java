package io.quaestor.audit;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
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
        datasource.setPassword(
                new SecretReference(reference == null ? "" : reference).resolved(System.getenv()));
        return datasource;
    }
}
