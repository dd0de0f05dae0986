package io.quaestor.cli.view;

import io.quaestor.event.Charge;
import io.quaestor.event.ChargeCategory;
import io.quaestor.event.ChargeMeter;
import io.quaestor.event.Window;
import io.quaestor.event.WindowType;
import io.quaestor.kernel.Money;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Charges added up by one of their sides; amounts are exact. Not thread-safe. */
public final class Spending {
    private static final Set<ChargeMeter> INPUT =
            EnumSet.of(ChargeMeter.INPUT, ChargeMeter.CACHED_INPUT, ChargeMeter.CACHE_WRITE);
    private static final Set<ChargeMeter> OUTPUT =
            EnumSet.of(ChargeMeter.OUTPUT, ChargeMeter.REASONING);

    /** What spend is added up by. */
    public enum By {
        DEPARTMENT,
        MODEL,
        USER,
        DAY;

        /** A day is one of the department's own calendar. */
        String of(Charge charge) {
            return switch (this) {
                case DEPARTMENT -> charge.getDepartment();
                case MODEL -> charge.getRoute().getModel();
                case USER -> charge.getUser().isEmpty() ? "-" : charge.getUser();
                case DAY -> day(charge).toString();
            };
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The day a charge belongs to: that of its job's admission, in the department's zone. */
    public static LocalDate day(Charge charge) {
        return charge.getWindows().stream()
                .filter(window -> window.getType() == WindowType.DAY)
                .findFirst()
                .map(Spending::startDay)
                .orElseGet(() -> LocalDate.ofInstant(charge.getChargedAt(), ZoneId.of("UTC")));
    }

    private static LocalDate startDay(Window window) {
        return LocalDate.ofInstant(window.getStart(), ZoneId.of(window.getZone()));
    }

    private static final class Sum {
        Money all = Money.ZERO;
        Money estimated = Money.ZERO;
        Money simulated = Money.ZERO;
        long inputTokens;
        long outputTokens;
        long calls;

        void add(Charge charge) {
            var cost = Money.ofNanoUsd(charge.getBilledCostNanoUsd());
            all = all.plus(cost);
            estimated = charge.getEstimated() ? estimated.plus(cost) : estimated;
            simulated = charge.getSimulated() ? simulated.plus(cost) : simulated;
            inputTokens += INPUT.contains(charge.getMeter()) ? charge.getConsumedQuantity() : 0;
            outputTokens += OUTPUT.contains(charge.getMeter()) ? charge.getConsumedQuantity() : 0;
        }
    }

    private final By by;
    private final Map<String, Sum> sums = new TreeMap<>();
    private final Set<Long> ends = new HashSet<>();
    private Money total = Money.ZERO;
    private long lineItems;

    public Spending(By by) {
        this.by = by;
    }

    /** Of a topic that may hold more charges than a process: of each call a number is kept. */
    public void add(Charge charge) {
        var sum = sums.computeIfAbsent(by.of(charge), _ -> new Sum());
        sum.add(charge);
        if (charge.getCategory() != ChargeCategory.ADJUSTMENT && ends.add(end(charge))) {
            sum.calls++;
        }
        total = total.plus(Money.ofNanoUsd(charge.getBilledCostNanoUsd()));
        lineItems++;
    }

    /**
     * The journal event that ended the call: its line items all name it. Lanes are few, and offsets
     * stay below 2^48.
     */
    private static long end(Charge charge) {
        return ((long) charge.getLane() << 48) | charge.getJournalOffset();
    }

    /** One row per department, model, user or day, in their order. */
    public Listing listing() {
        var listing =
                new Listing(
                        by.key(),
                        "calls",
                        "inputTokens",
                        "outputTokens",
                        "usd",
                        "estimatedUsd",
                        "simulatedUsd");
        sums.forEach((name, sum) -> row(listing, name, sum));
        return listing;
    }

    private void row(Listing listing, String name, Sum sum) {
        listing.row()
                .put(by.key(), name)
                .put("calls", sum.calls)
                .put("inputTokens", sum.inputTokens)
                .put("outputTokens", sum.outputTokens)
                .put("usd", sum.all.toUsd())
                .put("estimatedUsd", sum.estimated.toUsd())
                .put("simulatedUsd", sum.simulated.toUsd());
    }

    /** All of it. */
    public Money total() {
        return total;
    }

    public long lineItems() {
        return lineItems;
    }
}
