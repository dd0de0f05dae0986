package io.quaestor.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.Charge;
import io.quaestor.event.ChargeCategory;
import io.quaestor.event.ChargeMeter;
import io.quaestor.event.RouteRef;
import io.quaestor.event.Window;
import io.quaestor.event.WindowType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpendingTest {
    /** 22:30 in UTC is the next day in Luxembourg. */
    private static final Instant EVENING = Instant.parse("2026-06-30T22:30:00Z");

    private final List<Charge> charges =
            List.of(
                    charge("j1", 7, ChargeMeter.INPUT, 100, 1_000_000_001L, false),
                    charge("j1", 7, ChargeMeter.OUTPUT, 20, 2_000_000_000L, false),
                    charge("j2", 9, ChargeMeter.ESTIMATE, 1, 500_000_000L, true));

    @Test
    void addsUpExactly() {
        var spending = spending(Spending.By.DEPARTMENT);
        assertThat(spending.total().toUsd()).isEqualTo("3.500000001");
        assertThat(spending.lineItems()).isEqualTo(3);
        assertThat(csv(Spending.By.DEPARTMENT))
                .containsExactly(
                        "department,calls,inputTokens,outputTokens,usd,estimatedUsd,simulatedUsd",
                        "legal,2,100,20,3.500000001,0.5,3.500000001");
    }

    @Test
    void countsADayOfTheDepartmentsOwnCalendar() {
        assertThat(csv(Spending.By.DAY).getLast()).startsWith("2026-07-01,2,");
    }

    @Test
    void namesNobodyWhereNoUserIsKnown() {
        assertThat(csv(Spending.By.USER).getLast()).startsWith("-,2,");
        assertThat(csv(Spending.By.MODEL).getLast()).startsWith("m@sim,2,");
    }

    private Spending spending(Spending.By by) {
        var spending = new Spending(by);
        charges.forEach(spending::add);
        return spending;
    }

    private List<String> csv(Spending.By by) {
        var out = new StringWriter();
        spending(by).listing().print(Format.CSV, new PrintWriter(out));
        return out.toString().lines().toList();
    }

    private static Charge charge(
            String job,
            long endedAt,
            ChargeMeter meter,
            long quantity,
            long nanoUsd,
            boolean estimated) {
        var day =
                new Window(
                        WindowType.DAY,
                        Instant.parse("2026-06-30T22:00:00Z"),
                        Instant.parse("2026-07-01T22:00:00Z"),
                        "Europe/Luxembourg");
        return Charge.newBuilder()
                .setChargeId(job + "/1/1/" + meter)
                .setCategory(ChargeCategory.USAGE)
                .setJobId(job)
                .setRequestId("r-" + job)
                .setRun(1)
                .setDispatch(1)
                .setAttempt(1)
                .setDepartment("legal")
                .setRoute(new RouteRef("sim", "m@sim", "m", "eu", true))
                .setMeter(meter)
                .setConsumedQuantity(quantity)
                .setListUnitPricePicoUsd(1)
                .setListCostPicoUsd(nanoUsd * 1_000)
                .setBilledCostNanoUsd(nanoUsd)
                .setEstimated(estimated)
                .setSimulated(true)
                .setChargedAt(EVENING)
                .setWindows(List.of(day))
                .setEventId("e")
                .setLane(1)
                .setJournalOffset(endedAt)
                .build();
    }
}
