package io.quaestor.spend;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.BudgetRecord;
import io.quaestor.event.BudgetState;
import io.quaestor.event.Charge;
import io.quaestor.event.SpendTotal;
import io.quaestor.kernel.BudgetKey;
import io.quaestor.spend.view.Charges;
import io.quaestor.spend.view.Standings;
import io.quaestor.wire.CatalogView;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.Liveness;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RegistryClient;
import io.quaestor.wire.registry.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Edge: what HTTP answers from. Every instance reads the published topics itself, so that any of
 * them can answer for all lanes.
 */
final class KafkaSpendView implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaSpendView.class);

    private final RecordDecoder<SpendTotal> totals;
    private final RecordDecoder<BudgetRecord> budgets;
    private final RecordDecoder<Charge> charges;
    private final KafkaFollower<Standings> standing;
    private final KafkaFollower<Charges> charged;
    private final CatalogView catalog;
    private final CompletableFuture<CatalogSnapshot> firstCatalog;

    /**
     * @param chargeSpan how far back charges are read
     */
    KafkaSpendView(
            KafkaSettings kafka, RegistryClient registry, String clientId, Duration chargeSpan) {
        this.totals = RecordDecoder.of(registry, SpendTotal.class);
        this.budgets = RecordDecoder.of(registry, BudgetRecord.class);
        this.charges = RecordDecoder.of(registry, Charge.class);
        this.standing =
                new KafkaFollower<>(
                        kafka,
                        clientId + "-standings",
                        List.of(Topics.TOTALS, Topics.BUDGETS),
                        Optional.empty(),
                        _ -> new Standings(),
                        this::plus);
        this.charged =
                new KafkaFollower<>(
                        kafka,
                        clientId + "-charges",
                        List.of(Topics.CHARGES),
                        Optional.of(chargeSpan),
                        Charges::new,
                        this::plus);
        this.catalog = new CatalogView(kafka, registry, clientId, _ -> {});
        this.firstCatalog = catalog.caughtUp();
    }

    KafkaSpendView start() {
        standing.start();
        charged.start();
        catalog.start();
        return this;
    }

    /** Empty until read to the end. */
    Optional<Standings> standings() {
        return standing.fold();
    }

    /** Empty until read to the end. */
    Optional<Charges> charges() {
        return charged.fold();
    }

    /** Empty until read to the end. */
    Optional<CatalogSnapshot> catalog() {
        return firstCatalog.isDone() ? Optional.of(catalog.snapshot()) : Optional.empty();
    }

    List<Liveness> loops() {
        return List.of(standing.liveness(), charged.liveness(), catalog.liveness());
    }

    private void plus(Standings fold, ConsumerRecord<byte[], byte[]> record) {
        unlessUnreadable(
                () -> {
                    if (record.topic().equals(Topics.TOTALS)) {
                        fold.plus(totals.decode(record));
                    } else if (record.value() == null) {
                        fold.forget(
                                BudgetKey.parse(new String(record.key(), StandardCharsets.UTF_8)));
                    } else if (budgets.decode(record).getBody() instanceof BudgetState state) {
                        fold.plus(state);
                    }
                });
    }

    private void plus(Charges fold, ConsumerRecord<byte[], byte[]> record) {
        unlessUnreadable(() -> fold.plus(charges.decode(record), () -> charges.decode(record)));
    }

    /** One record that nobody can read must not hide all others. */
    private static void unlessUnreadable(Runnable step) {
        try {
            step.run();
        } catch (UndecodableRecordException | IllegalArgumentException e) {
            log.warn("left out of what HTTP shows: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        standing.close();
        charged.close();
        catalog.close();
    }
}
