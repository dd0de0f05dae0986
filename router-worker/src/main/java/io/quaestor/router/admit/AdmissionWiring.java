package io.quaestor.router.admit;

import io.quaestor.router.govern.Governance;
import io.quaestor.router.job.Envelope;
import io.quaestor.router.lag.LagLimits;
import io.quaestor.router.lag.LagView;
import io.quaestor.router.lag.StartedBoard;
import io.quaestor.router.pace.TransactionMeters;
import io.quaestor.router.waits.WaitBoard;
import io.quaestor.wire.CatalogView;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the admission loop works with.
 *
 * @param clientId also the transactional id: {@code router-worker-<instance>-admission}
 * @param cancelsKnown asks for all cancellations committed by now; complete when they are known
 * @param lag the last look at all lanes of the provider queues
 * @param started how far this worker's own attempts have started
 * @param waits is told at each tick who waits and why
 * @param deadLetters takes a record that cannot be decoded, durably, before its offset is finished
 */
public record AdmissionWiring(
        KafkaSettings kafka,
        RegistryClient registry,
        RecordEncoder encoder,
        String clientId,
        Envelope envelope,
        Governance governance,
        AdmissionAdvice advice,
        Supplier<CompletableFuture<Void>> cancelsKnown,
        CatalogView catalog,
        LagLimits limits,
        Supplier<LagView> lag,
        StartedBoard started,
        WaitBoard waits,
        BiConsumer<ConsumerRecord<byte[], byte[]>, UndecodableRecordException> deadLetters,
        TransactionMeters meters,
        InstantSource clock) {}
