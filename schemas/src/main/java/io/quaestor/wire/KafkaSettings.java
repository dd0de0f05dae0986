package io.quaestor.wire;

import java.util.Map;

/**
 * How to reach the cluster.
 *
 * @param bootstrapServers Kafka's {@code bootstrap.servers}
 * @param registry schema registry settings by Confluent's names ({@code schema.registry.url}, …)
 * @param extra further client settings (security, client rack, …); they win over {@link
 *     ClientDefaults}
 */
public record KafkaSettings(
        String bootstrapServers, Map<String, String> registry, Map<String, String> extra) {
    public KafkaSettings {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException(
                    "bootstrap servers are not set: KAFKA_BOOTSTRAP_SERVERS");
        }
        registry = Map.copyOf(registry);
        extra = Map.copyOf(extra);
    }

    /** A cluster without security, as the local stack is. */
    public static KafkaSettings of(String bootstrapServers, String registryUrl) {
        return new KafkaSettings(
                bootstrapServers, Map.of("schema.registry.url", registryUrl), Map.of());
    }

    /** Credentials may be among the settings: only the names are printed. */
    @Override
    public String toString() {
        return "KafkaSettings["
                + bootstrapServers
                + ", "
                + registry.keySet()
                + ", "
                + extra.keySet()
                + "]";
    }
}
