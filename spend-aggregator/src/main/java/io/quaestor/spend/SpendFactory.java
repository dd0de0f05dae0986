package io.quaestor.spend;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.quaestor.event.JournalEvent;
import io.quaestor.wire.Groups;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.StreamsClients;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import jakarta.inject.Singleton;

/** How the aggregator is put together. */
@Factory
final class SpendFactory {

    @Singleton
    SpendMeters meters(MeterRegistry meters) {
        return new SpendMeters(meters);
    }

    @Context
    @Bean(preDestroy = "close")
    KafkaSpendView view(SpendSettings settings, KafkaSettings kafka, RegistryClient registry) {
        var clientId = Groups.SPEND + "-" + settings.instance() + "-view";
        return new KafkaSpendView(kafka, registry, clientId, settings.viewSpan()).start();
    }

    @Context
    @Bean(preDestroy = "close")
    SpendStreams streams(SpendSettings settings, KafkaSettings kafka, SpendMeters meters) {
        var wiring = wiring(settings, kafka, meters);
        var schemas = new Schemas(wiring.encoder(), wiring.decoder());
        var clients = new StreamsClients(meters.commits::record);
        return new SpendStreams(SpendTopology.of(wiring), schemas, settings, kafka, clients)
                .start();
    }

    static SpendWiring wiring(SpendSettings settings, KafkaSettings kafka, SpendMeters meters) {
        var registry = RegistryClient.from(kafka.registry());
        var encoder = RecordEncoder.ofValues(registry);
        return new SpendWiring(
                settings.instance(),
                settings.foldEpoch(),
                settings.maximumCall(),
                settings.expiryGrace(),
                RecordDecoder.of(registry, JournalEvent.class),
                encoder,
                meters,
                new CommitPace());
    }
}
