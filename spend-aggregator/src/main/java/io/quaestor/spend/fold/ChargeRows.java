package io.quaestor.spend.fold;

import io.quaestor.event.Charge;
import io.quaestor.event.ChargeCategory;
import io.quaestor.event.ChargeMeter;
import io.quaestor.event.Cost;
import io.quaestor.event.CostLine;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.RouteRef;
import io.quaestor.event.Usage;
import io.quaestor.event.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Line items of one dispatch: one per meter, adding up to what is settled for it.
 *
 * <p>The id is {@code <job>/<run>/<dispatch>/<meter>}, with {@code /correction} behind it where an
 * estimate is corrected, so a reader that sees a line twice knows it.
 */
final class ChargeRows {

    private static final String CORRECTION = "/correction";

    private final OpenHold hold;
    private final JournalEvent event;
    private final long offset;
    private final boolean correcting;

    private ChargeRows(OpenHold hold, JournalEvent event, long offset, boolean correcting) {
        this.hold = hold;
        this.event = event;
        this.offset = offset;
        this.correcting = correcting;
    }

    static ChargeRows charging(OpenHold hold, JournalEvent event, long offset) {
        return new ChargeRows(hold, event, offset, false);
    }

    static ChargeRows correcting(OpenHold hold, JournalEvent event, long offset) {
        return new ChargeRows(hold, event, offset, true);
    }

    /**
     * The cost of a call, by meter.
     *
     * @throws IllegalArgumentException when an amount is negative
     * @throws ArithmeticException when a sum leaves the range
     */
    List<Charge> actual(int attempt, RouteRef route, @Nullable Usage usage, Cost cost) {
        var rows = new ArrayList<Charge>();
        for (CostLine line : onePerMeter(linesOf(cost, usage))) {
            rows.add(
                    row(attempt, route, line.getMeter())
                            .setConsumedQuantity(line.getQuantity())
                            .setListUnitPricePicoUsd(line.getUnitPricePicoUsd())
                            .setListCostPicoUsd(line.getPicoUsd())
                            .setBilledCostNanoUsd(line.getNanoUsd())
                            .setUnpriced(cost.getUnpriced())
                            .setPriceVersion(cost.getPriceVersion())
                            .build());
        }
        return rows;
    }

    /** The bound as an estimate; with a negative amount, its withdrawal. */
    Charge estimate(int attempt, RouteRef route, long nanoUsd) {
        return row(attempt, route, ChargeMeter.ESTIMATE)
                .setConsumedQuantity(nanoUsd < 0 ? -1 : 1)
                .setConsumedUnit("Calls")
                .setListCostPicoUsd(Math.multiplyExact(nanoUsd, 1000))
                .setBilledCostNanoUsd(nanoUsd)
                .setEstimated(true)
                .setUnpriced(!hold.priced())
                .build();
    }

    static long sum(List<Charge> rows) {
        long sum = 0;
        for (Charge row : rows) {
            sum = Math.addExact(sum, row.getBilledCostNanoUsd());
        }
        return sum;
    }

    /** A cost always has lines: tokens without a price are listed unpriced, never left out. */
    private static List<CostLine> linesOf(Cost cost, @Nullable Usage usage) {
        if (!cost.getLines().isEmpty()) {
            return cost.getLines();
        }
        var lines = new ArrayList<CostLine>();
        if (cost.getUnpriced() && usage != null) {
            long cached = usage.getCachedInput() + usage.getCacheWrite();
            addUnpriced(lines, ChargeMeter.INPUT, usage.getInput() - cached);
            addUnpriced(lines, ChargeMeter.CACHED_INPUT, usage.getCachedInput());
            addUnpriced(lines, ChargeMeter.CACHE_WRITE, usage.getCacheWrite());
            addUnpriced(lines, ChargeMeter.OUTPUT, usage.getOutput() - usage.getReasoning());
            addUnpriced(lines, ChargeMeter.REASONING, usage.getReasoning());
        }
        if (lines.isEmpty()) {
            long nanoUsd = cost.getTotalNanoUsd();
            lines.add(
                    new CostLine(
                            ChargeMeter.REQUEST,
                            1L,
                            0L,
                            Math.multiplyExact(nanoUsd, 1000),
                            nanoUsd));
        }
        return lines;
    }

    private static void addUnpriced(List<CostLine> lines, ChargeMeter meter, long quantity) {
        if (quantity > 0) {
            lines.add(new CostLine(meter, quantity, 0L, 0L, 0L));
        }
    }

    private static Iterable<CostLine> onePerMeter(List<CostLine> lines) {
        var byMeter = new TreeMap<ChargeMeter, CostLine>();
        for (CostLine line : lines) {
            if (line.getNanoUsd() < 0 || line.getQuantity() < 0) {
                throw new IllegalArgumentException("negative cost line of " + line.getMeter());
            }
            byMeter.merge(line.getMeter(), line, ChargeRows::together);
        }
        return byMeter.values();
    }

    private static CostLine together(CostLine one, CostLine other) {
        return new CostLine(
                one.getMeter(),
                Math.addExact(one.getQuantity(), other.getQuantity()),
                Math.max(one.getUnitPricePicoUsd(), other.getUnitPricePicoUsd()),
                Math.addExact(one.getPicoUsd(), other.getPicoUsd()),
                Math.addExact(one.getNanoUsd(), other.getNanoUsd()));
    }

    private Charge.Builder row(int attempt, RouteRef route, ChargeMeter meter) {
        return Charge.newBuilder()
                .setChargeId(hold.id().text() + "/" + meter + (correcting ? CORRECTION : ""))
                .setCategory(correcting ? ChargeCategory.ADJUSTMENT : ChargeCategory.USAGE)
                .setJobId(hold.id().jobId())
                .setRequestId(hold.requestId())
                .setRun(hold.id().run())
                .setDispatch(hold.id().dispatch())
                .setAttempt(attempt)
                .setDepartment(hold.payer().department())
                .setUser(hold.payer().user())
                .setUseCase(hold.payer().useCase())
                .setModel(hold.payer().model())
                .setRoute(route)
                .setMeter(meter)
                .setConsumedUnit(unit(meter))
                .setListUnitPricePicoUsd(0)
                .setSimulated(route.getSimulated() || hold.simulated())
                .setChargedAt(event.getAt())
                .setWindows(windows())
                .setEventId(event.getEventId())
                .setLane(event.getLane())
                .setJournalOffset(offset)
                .setTrace(event.getTrace());
    }

    private List<Window> windows() {
        return hold.keys().stream().map(TotalKey::window).distinct().map(Wire::window).toList();
    }

    private static String unit(ChargeMeter meter) {
        return switch (meter) {
            case IMAGE -> "Images";
            case REQUEST -> "Requests";
            case INPUT, CACHED_INPUT, CACHE_WRITE, OUTPUT, REASONING, AUDIO, ESTIMATE, UNKNOWN ->
                    "Tokens";
        };
    }
}
