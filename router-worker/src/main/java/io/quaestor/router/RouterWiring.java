package io.quaestor.router;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.quaestor.event.AcceptedJob;
import io.quaestor.event.JobEnded;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LlmResponse;
import io.quaestor.event.ReturnedJob;
import io.quaestor.event.Stage;
import io.quaestor.router.admit.AdmissionAdvice;
import io.quaestor.router.admit.AdmissionWiring;
import io.quaestor.router.admit.KafkaAdmissionLoop;
import io.quaestor.router.attempt.AttemptAdvice;
import io.quaestor.router.attempt.AttemptWiring;
import io.quaestor.router.attempt.KafkaAttemptLoop;
import io.quaestor.router.cancel.KafkaCancellations;
import io.quaestor.router.govern.Governance;
import io.quaestor.router.health.AdaptiveCaps;
import io.quaestor.router.health.Circuits;
import io.quaestor.router.health.ProviderHealth;
import io.quaestor.router.health.RateLimits;
import io.quaestor.router.job.Envelope;
import io.quaestor.router.job.Poison;
import io.quaestor.router.lag.KafkaLagGauge;
import io.quaestor.router.lag.ProviderCaps;
import io.quaestor.router.lag.StartedBoard;
import io.quaestor.router.pace.TransactionMeters;
import io.quaestor.router.provider.roster.Providers;
import io.quaestor.router.shape.ShapeDesk;
import io.quaestor.router.telemetry.GenAiProviders;
import io.quaestor.router.telemetry.HealthMeters;
import io.quaestor.router.telemetry.LagMeters;
import io.quaestor.router.telemetry.MeteredCallee;
import io.quaestor.router.telemetry.WaitMeters;
import io.quaestor.router.waits.WaitBoard;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Secrets;
import io.quaestor.wire.SupervisedLoop;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a worker is put together: one admission loop, one attempt loop, and what they share. */
@Factory
final class RouterWiring {
    private static final Logger log = LoggerFactory.getLogger(RouterWiring.class);

    /**
     * A turn may drain revoked lanes for 5 s and retry a commit for as long as the broker takes to
     * come back.
     */
    private static final Duration STALL_BOUND = Duration.ofSeconds(45);

    /**
     * A worker takes lanes, from others perhaps, when it knows the catalogue, has rehearsed its
     * calls and has seen what others have open. A catalogue that takes longer is tried again.
     */
    private static final Duration READY_BOUND = Duration.ofSeconds(20);

    private static final long IDLE_NANOS = Duration.ofMillis(100).toNanos();

    private final String instance;

    RouterWiring(@Value("${quaestor.router.instance}") String instance) {
        this.instance = instance;
    }

    private String clientId(String part) {
        return "router-worker-" + instance + "-" + part;
    }

    @Singleton
    RecordEncoder encoder(RegistryClient registry) {
        return RecordEncoder.ofValues(registry);
    }

    @Singleton
    @Bean(preDestroy = "close")
    Providers providers(InstantSource clock) {
        return Providers.over(Secrets.of(System.getenv()), clock);
    }

    @Singleton
    @Bean(preDestroy = "close")
    WorkerCatalog catalog(KafkaSettings kafka, RegistryClient registry, Providers providers) {
        return new WorkerCatalog(kafka, registry, clientId("worker"), providers);
    }

    @Singleton
    @Bean(preDestroy = "close")
    KafkaLagGauge lagGauge(KafkaSettings kafka, WorkerCatalog catalog, MeterRegistry meters) {
        return new KafkaLagGauge(
                        kafka,
                        clientId("worker"),
                        () -> catalog.snapshot().providers().keySet(),
                        new LagMeters(meters)::seen)
                .start();
    }

    @Singleton
    @Bean(preDestroy = "close")
    KafkaCancellations cancellations(
            KafkaSettings kafka,
            RegistryClient registry,
            DeadLetters deadLetters,
            InstantSource clock) {
        return new KafkaCancellations(kafka, registry, clientId("worker"), deadLetters, clock)
                .start();
    }

    @Singleton
    @Bean(preDestroy = "close")
    HealthJournal healthJournal(KafkaSettings kafka, RecordEncoder encoder) {
        return new HealthJournal(
                kafka, encoder, new Envelope(Stage.ATTEMPT, instance), clientId("health"));
    }

    @Singleton
    HealthMeters healthMeters(MeterRegistry meters) {
        return new HealthMeters(meters);
    }

    @Singleton
    Circuits circuits(HealthJournal journal, HealthMeters meters, InstantSource clock) {
        return new Circuits(clock, journal, meters::circuit);
    }

    @Singleton
    AdaptiveCaps adaptiveCaps(ProviderCaps caps, HealthMeters meters) {
        return new AdaptiveCaps(caps, meters::cap);
    }

    @Singleton
    ProviderHealth health(
            Circuits circuits,
            AdaptiveCaps adaptive,
            ProviderCaps caps,
            WorkerCatalog catalog,
            InstantSource clock) {
        var rates = new RateLimits(name -> catalog.snapshot().provider(name), caps);
        return new ProviderHealth(circuits, adaptive, rates, clock, RouterWiring::jitter);
    }

    @Singleton
    Poison poison(RecordEncoder encoder, DeadLetters deadLetters) {
        return new PoisonLetters(encoder, deadLetters);
    }

    private static double jitter() {
        return ThreadLocalRandom.current().nextDouble();
    }

    @Singleton
    ProviderCaps caps(WorkerCatalog catalog, KafkaLagGauge gauge) {
        return new ProviderCaps(catalog::snapshot, gauge::view);
    }

    @Singleton
    WaitBoard waitBoard(MeterRegistry meters) {
        return new WaitBoard(new WaitMeters(meters)::seen);
    }

    @Singleton
    StartedBoard startedBoard() {
        return new StartedBoard();
    }

    @Singleton
    @Bean(preDestroy = "close")
    DeadLetters deadLetters(KafkaSettings kafka) {
        return new DeadLetters(kafka, clientId("dead-letters"));
    }

    @Singleton
    @Bean(preDestroy = "close")
    ShapeDesk shapeDesk() {
        return new ShapeDesk();
    }

    @Context
    @Named("admission")
    @Bean(preDestroy = "close")
    SupervisedLoop admission(
            KafkaSettings kafka,
            RegistryClient registry,
            RecordEncoder encoder,
            WorkerCatalog catalog,
            ProviderCaps caps,
            KafkaLagGauge gauge,
            StartedBoard started,
            WaitBoard waits,
            DeadLetters deadLetters,
            KafkaCancellations cancellations,
            Circuits circuits,
            Poison poison,
            MeterRegistry meters,
            InstantSource clock) {
        var wiring =
                new AdmissionWiring(
                        kafka,
                        registry,
                        encoder,
                        clientId("admission"),
                        new Envelope(Stage.ADMISSION, instance),
                        Governance.standard(),
                        new AdmissionAdvice(circuits, cancellations, poison),
                        cancellations::caughtUp,
                        catalog.view(),
                        caps,
                        gauge::view,
                        started,
                        waits,
                        deadLetters,
                        new TransactionMeters(meters, Stage.ADMISSION),
                        clock);
        return new SupervisedLoop(
                        "admission",
                        STALL_BOUND,
                        () -> {
                            catalog.awaitInForce(READY_BOUND);
                            return admissionLoop(wiring);
                        })
                .start();
    }

    /**
     * Schemas are registered before the first job needs them, and again whenever the loop is built
     * anew.
     */
    private static KafkaAdmissionLoop admissionLoop(AdmissionWiring wiring) {
        wiring.encoder().warm(Topics.JOURNAL, JournalEvent.getClassSchema());
        wiring.encoder().warm(Topics.RESPONSES, LlmResponse.getClassSchema());
        wiring.encoder().warm(Topics.ENDED, JobEnded.getClassSchema());
        wiring.encoder().warm(Topics.ACCEPTED, AcceptedJob.getClassSchema());
        return new KafkaAdmissionLoop(wiring);
    }

    @Context
    @Named("attempts")
    @Bean(preDestroy = "close")
    SupervisedLoop attempts(
            KafkaSettings kafka,
            RegistryClient registry,
            RecordEncoder encoder,
            WorkerCatalog catalog,
            Providers providers,
            ShapeDesk shapes,
            AdaptiveCaps caps,
            KafkaLagGauge gauge,
            ProviderHealth health,
            KafkaCancellations cancellations,
            Poison poison,
            StartedBoard started,
            WaitBoard waits,
            DeadLetters deadLetters,
            MeterRegistry meters,
            InstantSource clock) {
        var callee =
                health.learningFrom(
                        new SchemaFirst(
                                shapes, new ProviderCallee(providers, catalog::snapshot, clock)));
        var advice =
                new AttemptAdvice(
                        caps,
                        health,
                        cancellations,
                        poison,
                        catalog::prices,
                        catalog::weights,
                        catalog::version);
        var wiring =
                new AttemptWiring(
                        kafka,
                        registry,
                        encoder,
                        clientId("attempts"),
                        new Envelope(Stage.ATTEMPT, instance),
                        catalog::snapshot,
                        advice,
                        cancellations::caughtUp,
                        new MeteredCallee(callee, meters, name -> genAiProvider(catalog, name)),
                        shapes,
                        new TransactionMeters(meters, Stage.ATTEMPT),
                        started,
                        waits,
                        deadLetters,
                        clock,
                        RouterWiring::jitter,
                        () -> LockSupport.parkNanos(IDLE_NANOS));
        return new SupervisedLoop(
                        "attempts",
                        STALL_BOUND,
                        () -> {
                            catalog.awaitInForce(READY_BOUND);
                            if (!gauge.awaitLook(READY_BOUND)) {
                                log.warn("what others have open is not known: lanes are taken");
                            }
                            return attemptLoop(wiring);
                        })
                .start();
    }

    /**
     * As OpenTelemetry has it; a provider that the catalogue does not name any more by its name.
     */
    private static String genAiProvider(WorkerCatalog catalog, String provider) {
        return catalog.snapshot().provider(provider).map(GenAiProviders::of).orElse(provider);
    }

    private static KafkaAttemptLoop attemptLoop(AttemptWiring wiring) {
        wiring.encoder().warm(Topics.JOURNAL, JournalEvent.getClassSchema());
        wiring.encoder().warm(Topics.RESPONSES, LlmResponse.getClassSchema());
        wiring.encoder().warm(Topics.ENDED, JobEnded.getClassSchema());
        wiring.encoder().warm(Topics.RETURNED, ReturnedJob.getClassSchema());
        return new KafkaAttemptLoop(wiring);
    }
}
