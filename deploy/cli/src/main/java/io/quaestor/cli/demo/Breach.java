package io.quaestor.cli.demo;

import io.quaestor.event.BudgetEvent;
import io.quaestor.event.BudgetEventKind;
import io.quaestor.kernel.Money;
import java.util.List;
import java.util.Locale;

/** A budget that ran out. */
public record Breach(
        String department, String budget, String window, Money limit, Money settled, String cause) {

    static List<Breach> in(List<BudgetEvent> events) {
        return events.stream()
                .filter(event -> event.getKind() == BudgetEventKind.BREACHED)
                .map(Breach::of)
                .toList();
    }

    private static Breach of(BudgetEvent event) {
        return new Breach(
                event.getDepartment(),
                event.getBudget(),
                event.getWindow().getType().name().toLowerCase(Locale.ROOT)
                        + " from "
                        + event.getWindow().getStart(),
                Money.ofNanoUsd(event.getLimitNanoUsd()),
                Money.ofNanoUsd(event.getSettledNanoUsd()),
                event.getCause().name().toLowerCase(Locale.ROOT));
    }
}
