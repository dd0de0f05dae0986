package io.quaestor.kernel.price;

import io.quaestor.kernel.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All price sheets of one catalogue version, past and future ones included, so that an old attempt
 * can be priced again.
 *
 * <p>Of the sheets of a route and service tier that are in force at an instant, the one that began
 * last counts: a new price ends the former without editing it, and a sheet with an end (a
 * promotion) gives way to the former again. Invariant: no two sheets of a route and service tier
 * begin at the same instant.
 */
public final class PriceBook {

    private record Key(Route route, ServiceTier serviceTier) {}

    private final long version;

    /** Per key the latest beginning first. */
    private final Map<Key, List<PriceSheet>> sheets = new HashMap<>();

    /**
     * @throws IllegalArgumentException when two sheets of a route and tier begin at the same
     *     instant
     */
    public PriceBook(long version, List<PriceSheet> sheets) {
        this.version = version;
        for (PriceSheet sheet : sheets) {
            List<PriceSheet> ofKey =
                    this.sheets.computeIfAbsent(
                            new Key(sheet.route(), sheet.serviceTier()), _ -> new ArrayList<>());
            if (ofKey.stream().anyMatch(other -> other.from().equals(sheet.from()))) {
                throw new IllegalArgumentException(
                        "two prices of %s (%s) begin at %s"
                                .formatted(sheet.route(), sheet.serviceTier(), sheet.from()));
            }
            ofKey.add(sheet);
        }
        this.sheets.values().forEach(PriceBook::sortLatestFirst);
    }

    /** The catalogue version this book was built from. */
    public long version() {
        return version;
    }

    /** The sheet in force at an instant. */
    public Optional<PriceSheet> sheet(Route route, ServiceTier serviceTier, Instant at) {
        return ofKey(route, serviceTier).stream().filter(sheet -> sheet.isInForce(at)).findFirst();
    }

    /**
     * Every sheet that counts at some instant of {@code [from, until]}, both ends included; empty
     * when at some instant none does.
     */
    public Set<PriceSheet> sheets(
            Route route, ServiceTier serviceTier, Instant from, Instant until) {
        Set<PriceSheet> counting = new LinkedHashSet<>();
        for (Instant change : changes(ofKey(route, serviceTier), from, until)) {
            Optional<PriceSheet> sheet = sheet(route, serviceTier, change);
            if (sheet.isEmpty()) {
                return Set.of();
            }
            counting.add(sheet.get());
        }
        return counting;
    }

    private List<PriceSheet> ofKey(Route route, ServiceTier serviceTier) {
        return sheets.getOrDefault(new Key(route, serviceTier), List.of());
    }

    /** Only at these instants another sheet can begin to count. */
    private static Set<Instant> changes(List<PriceSheet> sheets, Instant from, Instant until) {
        Set<Instant> changes = new TreeSet<>(Set.of(from));
        for (PriceSheet sheet : sheets) {
            for (Instant change : List.of(sheet.from(), sheet.until())) {
                if (change.isAfter(from) && !change.isAfter(until)) {
                    changes.add(change);
                }
            }
        }
        return changes;
    }

    private static void sortLatestFirst(List<PriceSheet> sheets) {
        sheets.sort(Comparator.comparing(PriceSheet::from).reversed());
    }
}
