package io.quaestor.spend;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micronaut.scheduling.annotation.Scheduled;
import io.quaestor.kernel.BudgetLevel;
import io.quaestor.kernel.WindowKind;
import io.quaestor.spend.view.BudgetNow;
import io.quaestor.spend.view.SpendRow;
import io.quaestor.spend.view.Standings;
import io.quaestor.wire.TelemetryNames;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How full budgets are and what departments hold, on {@code /prometheus} of every instance. */
@Singleton
final class SpendGauges {

    /** Each is a time series in somebody's database: beyond this ask {@code /v1/budgets}. */
    private static final int MOST_SERIES = 200;

    private static final double NANO = 1e-9;

    private final KafkaSpendView view;
    private final MultiGauge used;
    private final MultiGauge holds;

    SpendGauges(KafkaSpendView view, MeterRegistry meters) {
        this.view = view;
        this.used = MultiGauge.builder(TelemetryNames.BUDGET_USED).register(meters);
        this.holds = MultiGauge.builder(TelemetryNames.HOLDS).register(meters);
    }

    /** As often as somebody may look. */
    @Scheduled(fixedDelay = "5s", initialDelay = "1s")
    void renew() {
        var standings = view.standings();
        var catalog = view.catalog();
        if (standings.isPresent() && catalog.isPresent()) {
            var now = BudgetNow.all(catalog.get(), standings.get().states(), Instant.now());
            used.register(
                    now.stream().limit(MOST_SERIES).<Row<?>>map(SpendGauges::row).toList(), true);
            holds.register(rows(held(standings.get())), true);
        }
    }

    private static Row<?> row(BudgetNow now) {
        double reached = (double) now.settledNanoUsd() + now.heldNanoUsd();
        double ratio = reached / Math.max(1, now.limit().getLimitNanoUsd());
        var tags =
                Tags.of(
                        TelemetryNames.BUDGET,
                        now.budget(),
                        TelemetryNames.DEPARTMENT,
                        now.entry().getDepartment(),
                        TelemetryNames.LEVEL,
                        now.level().text(),
                        TelemetryNames.WINDOW,
                        now.window().kind().text());
        return Row.of(tags, ratio);
    }

    /** A hold counts in exactly one month. */
    private static Map<String, Long> held(Standings standings) {
        var held = new TreeMap<String, Long>();
        standings
                .totals()
                .of(BudgetLevel.DEPARTMENT, WindowKind.MONTH)
                .after(Optional.empty())
                .forEach(
                        row ->
                                held.merge(
                                        row.getKey().department(),
                                        row.getValue()
                                                .calls()
                                                .map(SpendRow.Calls::heldNanoUsd)
                                                .orElse(0L),
                                        Math::addExact));
        return held;
    }

    private static List<Row<?>> rows(Map<String, Long> held) {
        return held.entrySet().stream()
                .limit(MOST_SERIES)
                .<Row<?>>map(
                        of ->
                                Row.of(
                                        Tags.of(TelemetryNames.DEPARTMENT, of.getKey()),
                                        of.getValue() * NANO))
                .toList();
    }
}
