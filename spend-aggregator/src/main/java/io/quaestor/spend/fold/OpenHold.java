package io.quaestor.spend.fold;

import io.quaestor.event.Cost;
import io.quaestor.event.RouteRef;
import io.quaestor.event.TraceContext;
import io.quaestor.event.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A reservation whose end has not been seen, with what its charges will need.
 *
 * @param boundNanoUsd the most the dispatch can cost; charged when its outcome stays unknown
 * @param priced false when the bound says nothing
 * @param keys the totals it counts in, as its {@code Admitted} named them
 * @param route where it was sent first
 * @param observed usage that arrived before the outcome was declared unknown
 * @param expiryWritten {@code HoldExpired} is in the journal and will be folded when read
 * @param trace of its job, for the event of its expiry
 */
public record OpenHold(
        HoldId id,
        String requestId,
        Payer payer,
        RouteRef route,
        boolean simulated,
        long boundNanoUsd,
        boolean priced,
        List<TotalKey> keys,
        Instant deadline,
        Optional<Observed> observed,
        boolean expiryWritten,
        Optional<TraceContext> trace) {

    /** Who is charged. */
    public record Payer(String department, String user, String useCase, String model) {}

    /** What a call cost, from the provider's own count. */
    public record Observed(int attempt, RouteRef route, Usage usage, Cost cost) {}

    public OpenHold {
        keys = List.copyOf(keys);
    }

    OpenHold with(Observed usage) {
        return new OpenHold(
                id,
                requestId,
                payer,
                route,
                simulated,
                boundNanoUsd,
                priced,
                keys,
                deadline,
                Optional.of(usage),
                expiryWritten,
                trace);
    }

    OpenHold withExpiryWritten() {
        return new OpenHold(
                id,
                requestId,
                payer,
                route,
                simulated,
                boundNanoUsd,
                priced,
                keys,
                deadline,
                observed,
                true,
                trace);
    }
}
