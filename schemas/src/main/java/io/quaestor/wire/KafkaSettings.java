package io.quaestor.wire;

import io.quaestor.wire.registry.RegistryConfig;
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
    private static final int TOOL_PATIENCE_MS = 15_000;

    public KafkaSettings {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException(
                    "bootstrap servers are not set: KAFKA_BOOTSTRAP_SERVERS");
        }
        registry = Map.copyOf(registry);
        extra = Map.copyOf(extra);
    }

    /**
     * A cluster without security, as the local stack is, for tools: no poll loop waits for their
     * look-ups, and a registry that has just started may take seconds for its first answer.
     */
    public static KafkaSettings of(String bootstrapServers, String registryUrl) {
        return new KafkaSettings(
                bootstrapServers,
                Map.of(
                        RegistryConfig.URL,
                        registryUrl,
                        RegistryConfig.REQUEST_TIMEOUT_MS,
                        Integer.toString(TOOL_PATIENCE_MS)),
                Map.of());
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
