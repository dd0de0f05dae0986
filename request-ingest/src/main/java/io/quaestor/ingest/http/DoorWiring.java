package io.quaestor.ingest.http;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.quaestor.ingest.IngestSettings;
import io.quaestor.ingest.PreCheck;
import io.quaestor.ingest.job.JobBook;
import io.quaestor.wire.Groups;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RegistryClient;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.apache.kafka.clients.admin.Admin;

/** How the door is put together. */
@Factory
final class DoorWiring {

    /**
     * Bodies fetched at a time; what is made of them takes a multiple, beside what Streams needs.
     */
    private static final int BODIES_BYTES_MAX = 12 * 1024 * 1024;

    @Singleton
    Waiters waiters(DoorSettings settings) {
        return new Waiters(settings.waitersMax());
    }

    @Singleton
    @Bean(preDestroy = "close")
    KafkaRequests requests(KafkaSettings kafka, RegistryClient registry, IngestSettings ingest) {
        return new KafkaRequests(kafka, registry, ingest.clientId());
    }

    @Context
    @Bean(preDestroy = "close")
    KafkaIntakeBacklog backlog(Admin admin) {
        return new KafkaIntakeBacklog(admin, Topics.REQUESTS, Groups.INGEST).start();
    }

    @Context
    @Bean(preDestroy = "close")
    RegistryLook registryLook(RegistryClient registry) {
        return new RegistryLook(registry).start();
    }

    @Context
    @Bean(preDestroy = "close")
    KafkaResponseTail tail(
            KafkaSettings kafka, RegistryClient registry, IngestSettings ingest, Waiters waiters) {
        return new KafkaResponseTail(kafka, registry, ingest.clientId(), waiters).start();
    }

    @Context
    @Bean(preDestroy = "close")
    KafkaJobView view(
            KafkaSettings kafka,
            RegistryClient registry,
            IngestSettings ingest,
            DoorSettings settings) {
        var jobs = settings.jobs();
        return new KafkaJobView(
                        kafka,
                        registry,
                        ingest.clientId(),
                        new JobBook(new JobBook.Bounds(jobs.most(), jobs.bytesMax())),
                        Instant.now().minus(jobs.reachBack()),
                        jobs.eventsMax())
                .start();
    }

    @Singleton
    Door door(
            DoorSettings settings,
            IngestSettings ingest,
            PreCheck preCheck,
            KafkaRequests requests,
            KafkaIntakeBacklog backlog,
            KafkaJobView view,
            KafkaResponseTail tail,
            Waiters waiters) {
        return new Door(
                settings,
                ingest,
                preCheck,
                requests,
                backlog,
                view,
                tail,
                waiters,
                new Scales(Math.max(BODIES_BYTES_MAX, ingest.requestBytesMax())));
    }

    @Singleton
    ExitDoor exit(KafkaRequests requests) {
        return new ExitDoor(requests);
    }
}
