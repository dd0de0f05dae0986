package io.quaestor.kernel.price;

import io.quaestor.kernel.Route;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * One published price list of a route and service tier, in force during {@code [from, until)}.
 *
 * <p>{@code region} is where the route's provider runs, for receipts: a provider has exactly one
 * region, so it never selects a sheet. {@code version} is the catalogue's name for this sheet and
 * is what receipts and charges state. Invariant: the period is not empty, tiers ascend.
 */
public record PriceSheet(
        Route route,
        ServiceTier serviceTier,
        String region,
        Instant from,
        Instant until,
        String version,
        Rates base,
        List<ContextTier> tiers) {

    /** The end of a sheet that nobody has ended yet. */
    public static final Instant OPEN_END = Instant.MAX;

    /**
     * @throws IllegalArgumentException when the invariant does not hold
     */
    public PriceSheet {
        tiers = List.copyOf(tiers);
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("prices of " + route + " end before they begin");
        }
        long former = 0;
        for (ContextTier tier : tiers) {
            if (tier.aboveInputTokens() <= former) {
                throw new IllegalArgumentException("context tiers of " + route + " must ascend");
            }
            former = tier.aboveInputTokens();
        }
    }

    /** A sheet of the standard tier without context tiers, in force until another replaces it. */
    public static PriceSheet standard(
            Route route, String region, Instant from, String version, Rates rates) {
        return new PriceSheet(
                route, ServiceTier.STANDARD, region, from, OPEN_END, version, rates, List.of());
    }

    /** Catalogues give dates; prices change at midnight UTC, as providers announce them. */
    public static Instant startOf(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The prices of a call with so many input tokens, cached ones included. */
    public Rates rates(long inputTokens) {
        Rates reached = base;
        for (ContextTier tier : tiers) {
            if (inputTokens > tier.aboveInputTokens()) {
                reached = tier.rates();
            }
        }
        return reached;
    }

    public boolean isInForce(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }
}
