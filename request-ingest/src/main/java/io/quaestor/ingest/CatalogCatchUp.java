package io.quaestor.ingest;

import io.quaestor.catalog.CatalogSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Reads the catalogue to its end before an unknown name is refused, so that a department that was
 * applied just before its first request is known.
 *
 * <p>At most once per second and name; and one reading serves all requests that came before it, so
 * that a flood of invented names costs about one reading a second too. For one thread at a time.
 */
final class CatalogCatchUp {

    private static final Duration PER_NAME = Duration.ofSeconds(1);

    /** How much the broker's clock, which stamped the request, may be ahead of ours. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(1);

    private static final long LONGEST_MS = 1_000;

    /** Names come from requests: a flood of them must not fill the memory. */
    private static final int NAMES_MAX = 1_000;

    private final Supplier<CompletableFuture<CatalogSnapshot>> caughtUp;
    private final Supplier<Instant> clock;
    private Instant lastReading = Instant.MIN;
    private final Map<String, Instant> asked =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                    return size() > NAMES_MAX;
                }
            };

    /**
     * @param caughtUp asks the view to read everything committed by now
     */
    CatalogCatchUp(Supplier<CompletableFuture<CatalogSnapshot>> caughtUp, Supplier<Instant> clock) {
        this.caughtUp = caughtUp;
        this.clock = clock;
    }

    /**
     * Returns when the view holds all that was committed before the request that names it came.
     *
     * @throws ViewUnavailableException when the view does not get there in time
     */
    void before(String name, Instant submittedAt) {
        var now = clock.get();
        var askedAt = asked.getOrDefault(name, Instant.MIN);
        if (askedAt.plus(PER_NAME).isAfter(now)
                || lastReading.isAfter(submittedAt.plus(CLOCK_SKEW))) {
            return;
        }
        read();
        lastReading = now;
        asked.put(name, now);
    }

    private void read() {
        try {
            caughtUp.get().get(LONGEST_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw away(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away(e);
        }
    }

    private static ViewUnavailableException away(Exception cause) {
        return new ViewUnavailableException(
                "the catalogue was not read to its end within " + LONGEST_MS + " ms", cause);
    }
}
