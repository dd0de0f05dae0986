package io.quaestor.wire;

import io.quaestor.wire.registry.RegistryConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

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
        return of(bootstrapServers, registryUrl, Map.of());
    }

    /**
     * The same with further settings of Kafka's clients and of the registry's, for a cluster with
     * security.
     *
     * @param further by their own names; what neither knows is passed over
     */
    public static KafkaSettings of(
            String bootstrapServers, String registryUrl, Map<String, String> further) {
        var registry = new HashMap<String, String>();
        registry.put(RegistryConfig.REQUEST_TIMEOUT_MS, Integer.toString(TOOL_PATIENCE_MS));
        registry.putAll(further);
        registry.put(RegistryConfig.URL, registryUrl);
        var clients = clientSettings(further);
        clients.remove(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        return new KafkaSettings(bootstrapServers, registry, clients);
    }

    /** Those of the settings that Kafka's clients know. */
    public static Map<String, String> clientSettings(Map<String, String> all) {
        var clients = new HashMap<>(all);
        clients.keySet()
                .removeIf(
                        name ->
                                !ConsumerConfig.configNames().contains(name)
                                        && !ProducerConfig.configNames().contains(name));
        return clients;
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
