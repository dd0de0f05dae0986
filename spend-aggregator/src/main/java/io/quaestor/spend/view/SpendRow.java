package io.quaestor.spend.view;

import io.quaestor.event.Charge;
import io.quaestor.event.SpendTotal;
import io.quaestor.kernel.CalendarWindow;
import java.util.Optional;

/**
 * Spend of one name in one window.
 *
 * @param settledNanoUsd what was charged
 * @param simulatedNanoUsd the part of it that stand-ins answered
 * @param calls what only the lanes' own totals know; empty where charges were summed
 */
public record SpendRow(
        CalendarWindow window,
        long settledNanoUsd,
        long simulatedNanoUsd,
        long charges,
        Optional<Calls> calls) {

    /** How a department's calls went. */
    public record Calls(
            long heldNanoUsd,
            long estimatedNanoUsd,
            long attempts,
            long unknownOutcomes,
            long unpricedAttempts) {}

    public static SpendRow of(CalendarWindow window, SpendTotal total) {
        return new SpendRow(
                window,
                total.getSettledNanoUsd(),
                total.getSimulatedNanoUsd(),
                0,
                Optional.of(
                        new Calls(
                                total.getHeldNanoUsd(),
                                total.getEstimatedNanoUsd(),
                                total.getAttempts(),
                                total.getUnknownOutcomes(),
                                total.getUnpricedAttempts())));
    }

    public static SpendRow of(CalendarWindow window, Charge charge) {
        long billed = charge.getBilledCostNanoUsd();
        return new SpendRow(
                window, billed, charge.getSimulated() ? billed : 0, 1, Optional.empty());
    }

    /**
     * @throws ArithmeticException when the sum leaves the range
     */
    public SpendRow plus(SpendRow other) {
        return new SpendRow(
                window,
                Math.addExact(settledNanoUsd, other.settledNanoUsd),
                Math.addExact(simulatedNanoUsd, other.simulatedNanoUsd),
                charges + other.charges,
                calls);
    }
}
