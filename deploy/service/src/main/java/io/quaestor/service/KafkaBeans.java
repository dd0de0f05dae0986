package io.quaestor.service;

import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.annotation.Factory;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.registry.RegistryClient;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** How a service reaches broker and registry: what stands under {@code kafka} in its settings. */
@Factory
final class KafkaBeans {

    @Singleton
    KafkaSettings kafkaSettings(KafkaDefaultConfiguration kafka) {
        Map<String, String> all = new HashMap<>();
        kafka.getConfig().forEach((name, value) -> all.put(name.toString(), value.toString()));
        Map<String, String> clients = new HashMap<>(all);
        clients.keySet().removeIf(name -> !isClientSetting(name));
        var servers = clients.remove(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        return new KafkaSettings(servers == null ? "" : servers, all, clients);
    }

    /** The rest are the registry's settings and Micronaut's own. */
    private static boolean isClientSetting(String name) {
        return ConsumerConfig.configNames().contains(name)
                || ProducerConfig.configNames().contains(name);
    }

    @Singleton
    RegistryClient registry(KafkaSettings kafka) {
        return RegistryClient.from(kafka.registry());
    }
}
