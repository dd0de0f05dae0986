package io.quaestor.router.health;

import io.quaestor.router.failure.FailureKind;
import io.quaestor.router.fair.Claim;
import io.quaestor.router.lag.InFlightCaps;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;

/**
 * The catalogue's caps, lowered for each provider while it is overwhelmed. Safe for all threads.
 */
public final class AdaptiveCaps implements InFlightCaps {
    private static final class OfProvider {
        final AdaptiveLimit limit = new AdaptiveLimit();
        int cap;
        int open;
    }

    private final InFlightCaps caps;
    private final BiConsumer<String, IntSupplier> created;
    private final Map<String, OfProvider> providers = new HashMap<>();

    /**
     * @param caps the upper bounds
     * @param created is told of every new provider, and where to ask for the cap in force
     */
    public AdaptiveCaps(InFlightCaps caps, BiConsumer<String, IntSupplier> created) {
        this.caps = caps;
        this.created = created;
    }

    private OfProvider of(String provider) {
        return providers.computeIfAbsent(
                provider,
                _ -> {
                    created.accept(provider, () -> inForce(provider));
                    return new OfProvider();
                });
    }

    @Override
    public int cap(String provider, Map<Integer, Claim> claims) {
        int cap = caps.cap(provider, claims);
        synchronized (this) {
            var of = of(provider);
            of.cap = cap;
            return of.limit.within(cap);
        }
    }

    private synchronized int inForce(String provider) {
        var of = of(provider);
        return of.limit.within(of.cap);
    }

    synchronized void began(String provider) {
        of(provider).open++;
    }

    /**
     * @param failure empty when the model answered
     */
    synchronized void ended(
            String provider, Optional<FailureKind> failure, Instant startedAt, Instant now) {
        var of = of(provider);
        if (failure.isEmpty()) {
            of.limit.answered(of.cap);
        } else if (failure.get().pace() == FailureKind.Pace.SLOWS_DOWN) {
            of.limit.overwhelmed(of.open, of.cap, startedAt, now);
        }
        of.open--;
    }
}
