package io.quaestor.router.health;

import io.quaestor.event.ProviderEntry;
import io.quaestor.event.RoutedJob;
import io.quaestor.router.fair.Claim;
import io.quaestor.router.lag.LaneParts;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Requests and tokens per minute of each provider, as the owner of lanes keeps them: its part of
 * the limit is the part of its lanes among all that have work for the provider. Safe for all
 * threads.
 *
 * <p>A call's tokens are estimated when it starts (a token for every four bytes of input, and all
 * the output it may give) and corrected when it ends with its real usage.
 */
public final class RateLimits {
    private static final int BYTES_PER_TOKEN = 4;

    private static final class OfProvider {
        final RateBucket requests;
        final RateBucket tokens;
        double part = 1;

        OfProvider(Instant now) {
            requests = new RateBucket(now);
            tokens = new RateBucket(now);
        }
    }

    private final Function<String, Optional<ProviderEntry>> catalog;
    private final LaneParts parts;
    private final Map<String, OfProvider> providers = new HashMap<>();

    public RateLimits(Function<String, Optional<ProviderEntry>> catalog, LaneParts parts) {
        this.catalog = catalog;
        this.parts = parts;
    }

    /**
     * Takes a call's requests and tokens if there are any.
     *
     * @param claims on the provider of each lane of this worker
     */
    synchronized boolean tryTake(RoutedJob job, Map<Integer, Claim> claims, Instant now) {
        var provider = job.getRoute().getProvider();
        var entry = limited(provider);
        if (entry.isEmpty()) {
            return true;
        }
        var of = providers.computeIfAbsent(provider, _ -> new OfProvider(now));
        int requests = entry.get().getRequestsPerMinute();
        long tokens = entry.get().getTokensPerMinute();
        if ((requests > 0 && !of.requests.isOpen(now)) || (tokens > 0 && !of.tokens.isOpen(now))) {
            return false;
        }
        of.part = parts.part(provider, claims);
        take(of, entry.get(), 1, estimate(job), now);
        return true;
    }

    /** A call that was granted is not made. */
    synchronized void giveBack(RoutedJob job, Instant now) {
        settle(job, -1, -estimate(job), now);
    }

    /** A call ended: what it really used counts. */
    synchronized void used(RoutedJob job, long tokens, Instant now) {
        settle(job, 0, tokens - estimate(job), now);
    }

    private void settle(RoutedJob job, int requests, long tokens, Instant now) {
        var provider = job.getRoute().getProvider();
        var of = providers.get(provider);
        if (of != null) {
            limited(provider).ifPresent(entry -> take(of, entry, requests, tokens, now));
        }
    }

    private static void take(
            OfProvider of, ProviderEntry entry, int requests, long tokens, Instant now) {
        if (entry.getRequestsPerMinute() > 0 && requests != 0) {
            of.requests.take(requests, entry.getRequestsPerMinute() * of.part, now);
        }
        if (entry.getTokensPerMinute() > 0 && tokens != 0) {
            of.tokens.take((double) tokens, (double) entry.getTokensPerMinute() * of.part, now);
        }
    }

    private Optional<ProviderEntry> limited(String provider) {
        return catalog.apply(provider)
                .filter(
                        entry ->
                                entry.getRequestsPerMinute() > 0 || entry.getTokensPerMinute() > 0);
    }

    private static long estimate(RoutedJob job) {
        return job.getJob().getInputBytes() / BYTES_PER_TOKEN + job.getMaxOutputTokens();
    }
}
