package io.quaestor.service;

import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.annotation.Factory;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.registry.RegistryClient;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/** How a service reaches broker and registry: what stands under {@code kafka} in its settings. */
@Factory
final class KafkaBeans {

    @Singleton
    KafkaSettings kafkaSettings(KafkaDefaultConfiguration kafka) {
        Map<String, String> all = new HashMap<>();
        kafka.getConfig().forEach((name, value) -> all.put(name.toString(), value.toString()));
        // The rest are the registry's settings and Micronaut's own.
        var clients = KafkaSettings.clientSettings(all);
        var servers = clients.remove(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        return new KafkaSettings(servers == null ? "" : servers, all, clients);
    }

    @Singleton
    RegistryClient registry(KafkaSettings kafka) {
        return RegistryClient.from(kafka.registry());
    }
}
