package io.quaestor.router.attempt;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.ModelEntry;
import io.quaestor.event.RouteRef;
import io.quaestor.router.job.Envelope;
import io.quaestor.router.lag.StartedBoard;
import io.quaestor.router.pace.TransactionMeters;
import io.quaestor.router.provider.Callee;
import io.quaestor.router.shape.ShapeDesk;
import io.quaestor.router.waits.WaitBoard;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordEncoder;
import io.quaestor.wire.registry.RegistryClient;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the attempt loop works with.
 *
 * @param clientId also the transactional id: {@code router-worker-<instance>-attempts}
 * @param cancelsKnown asks for all cancellations committed by now; complete when they are known
 * @param started where admission of this worker sees at once how far its queues have started
 * @param waits is told at each tick who waits and why
 * @param deadLetters takes a record that cannot be decoded, durably, before its offset is finished
 * @param jitter uniform in [0, 1)
 */
public record AttemptWiring(
        KafkaSettings kafka,
        RegistryClient registry,
        RecordEncoder encoder,
        String clientId,
        Envelope envelope,
        Supplier<CatalogSnapshot> catalog,
        AttemptAdvice advice,
        Supplier<CompletableFuture<Void>> cancelsKnown,
        Callee callee,
        ShapeDesk shapes,
        TransactionMeters meters,
        StartedBoard started,
        WaitBoard waits,
        BiConsumer<ConsumerRecord<byte[], byte[]>, UndecodableRecordException> deadLetters,
        InstantSource clock,
        DoubleSupplier jitter,
        Runnable idle) {
    /** The queues of all providers, retired ones included: jobs may still lie there. */
    Set<String> queues() {
        var snapshot = catalog.get();
        return Stream.concat(
                        snapshot.providers().keySet().stream(),
                        snapshot.formerProviders().keySet().stream())
                .map(Topics::jobs)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Context window of a route's model; 0 when the catalogue has it no more. */
    long contextTokens(RouteRef route) {
        return catalog.get().model(route.getModel()).map(ModelEntry::getContextTokens).orElse(0L);
    }

    String provider(String topic) {
        return topic.substring(Topics.jobs("").length());
    }
}
