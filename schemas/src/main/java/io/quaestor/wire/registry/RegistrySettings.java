package io.quaestor.wire.registry;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * What a client of the registry is told, under Confluent's configuration keys; unknown keys are
 * ignored.
 *
 * @param urls one or more registries of the same content, asked in turn
 * @param authorization value of the HTTP header; never part of {@link #toString()}
 * @param lookupTimeout how long a caller waits for a lookup over all URLs together
 * @param cachedSchemas bound of each cache
 * @param autoRegister register a schema that is new, else look it up only
 * @param useLatestVersion write with the subject's latest schema instead of the record's own
 * @param normalize ask the registry to compare normalised schemas
 */
public record RegistrySettings(
        List<URI> urls,
        Optional<String> authorization,
        Duration lookupTimeout,
        int cachedSchemas,
        boolean autoRegister,
        boolean useLatestVersion,
        boolean normalize,
        SubjectNaming keyNaming,
        SubjectNaming valueNaming) {

    public RegistrySettings {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("a registry URL is required");
        }
    }

    /**
     * Reads the keys that {@link RegistryConfig} documents.
     *
     * @throws org.apache.kafka.common.config.ConfigException naming the key and what it should be
     */
    public static RegistrySettings from(Map<String, ?> config) {
        AbstractConfig parsed =
                new AbstractConfig(RegistryConfig.DEFINITION, config, Map.of(), false);
        return new RegistrySettings(
                RegistryConfig.urls(parsed),
                RegistryConfig.authorization(parsed),
                Duration.ofMillis(parsed.getInt(RegistryConfig.REQUEST_TIMEOUT_MS)),
                parsed.getInt(RegistryConfig.MAX_SCHEMAS),
                parsed.getBoolean(RegistryConfig.AUTO_REGISTER),
                parsed.getBoolean(RegistryConfig.USE_LATEST),
                parsed.getBoolean(RegistryConfig.NORMALIZE),
                RegistryConfig.naming(parsed, RegistryConfig.KEY_NAMING),
                RegistryConfig.naming(parsed, RegistryConfig.VALUE_NAMING));
    }

    String subject(String topic, boolean isKey, Schema schema) {
        return (isKey ? keyNaming : valueNaming).subject(topic, isKey, schema);
    }

    @Override
    public String toString() {
        return "RegistrySettings[urls="
                + urls
                + ", authorization="
                + (authorization.isPresent() ? "set" : "none")
                + "]";
    }
}
