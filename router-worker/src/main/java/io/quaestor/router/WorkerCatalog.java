package io.quaestor.router;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.kernel.price.PriceBook;
import io.quaestor.router.fair.Weights;
import io.quaestor.router.provider.roster.Providers;
import io.quaestor.router.route.CatalogPrices;
import io.quaestor.wire.CatalogView;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.registry.RegistryClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalogue with what a worker derives of each version: the price book and the provider
 * clients, there before anybody sees the version. Safe for all threads.
 */
final class WorkerCatalog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WorkerCatalog.class);

    private final Providers providers;
    private final CatalogView view;
    private final CompletableFuture<CatalogSnapshot> inForce;
    private volatile PriceBook prices = new PriceBook(0, List.of());

    WorkerCatalog(
            KafkaSettings kafka, RegistryClient registry, String clientId, Providers providers) {
        this.providers = providers;
        this.view = new CatalogView(kafka, registry, clientId, this::changed).start();
        this.inForce = view.caughtUp();
    }

    /**
     * Returns when a version is in force, the newest when this was built, and its providers have
     * clients.
     *
     * @throws TimeoutException if there is none within {@code longest}
     */
    void awaitInForce(Duration longest) throws TimeoutException, InterruptedException {
        try {
            inForce.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the catalogue cannot be read", e);
        }
    }

    private void changed(CatalogSnapshot snapshot) {
        providers.update(snapshot.providers());
        var ofVersion = CatalogPrices.of(snapshot);
        ofVersion.problems().forEach(why -> log.warn("{} is unpriced", why));
        prices = ofVersion.book();
    }

    CatalogView view() {
        return view;
    }

    CatalogSnapshot snapshot() {
        return view.snapshot();
    }

    long version() {
        return snapshot().version();
    }

    PriceBook prices() {
        return prices;
    }

    Weights weights() {
        return Weights.of(snapshot());
    }

    @Override
    public void close() {
        view.close();
        providers.close();
    }
}
