package io.quaestor.cli.demo;

import io.quaestor.event.AttemptFinished;
import io.quaestor.event.Charge;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.SpendTotal;
import io.quaestor.event.UsageObserved;
import io.quaestor.event.WindowType;
import io.quaestor.kernel.Money;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Three ways to the same money, by department: the journal, the charges, the totals. Pure. */
final class Spend {
    /** Whether all three come to the same amounts. */
    static boolean agrees(Evidence evidence) {
        var charges = ofCharges(evidence.charges());
        return charges.equals(ofJournal(evidence.journal()))
                && charges.equals(ofTotals(evidence.totals()));
    }

    /**
     * What attempts cost, as the workers wrote it; an estimate is replaced by what was observed.
     */
    static Map<String, Money> ofJournal(List<JournalEvent> journal) {
        var spend = new TreeMap<String, Money>();
        var estimates = new HashMap<String, Money>();
        for (var event : journal) {
            if (event.getEvent() instanceof AttemptFinished finished
                    && finished.getCost() != null) {
                var cost = Money.ofNanoUsd(finished.getCost().getTotalNanoUsd());
                estimates.put(attempt(event, finished.getDispatch(), finished.getAttempt()), cost);
                spend.merge(event.getDepartment(), cost, Money::plus);
            }
        }
        for (var event : journal) {
            if (event.getEvent() instanceof UsageObserved observed) {
                var attempt = attempt(event, observed.getDispatch(), observed.getAttempt());
                var estimate = estimates.getOrDefault(attempt, Money.ZERO);
                var cost = Money.ofNanoUsd(observed.getCost().getTotalNanoUsd());
                spend.merge(event.getDepartment(), cost.minus(estimate), Money::plus);
            }
        }
        return withoutZeros(spend);
    }

    static Map<String, Money> ofCharges(List<Charge> charges) {
        return sum(charges, Charge::getDepartment);
    }

    static Map<String, Money> ofChargesByModel(List<Charge> charges) {
        return sum(charges, charge -> charge.getDepartment() + " " + charge.getRoute().getModel());
    }

    /** Months only: each charge is in one of them. */
    static Map<String, Money> ofTotals(Collection<SpendTotal> totals) {
        var spend = new TreeMap<String, Money>();
        for (var total : totals) {
            if (total.getWindow().getType() == WindowType.MONTH) {
                spend.merge(
                        total.getDepartment(),
                        Money.ofNanoUsd(total.getSettledNanoUsd()),
                        Money::plus);
            }
        }
        return withoutZeros(spend);
    }

    private static Map<String, Money> sum(List<Charge> charges, Function<Charge, String> key) {
        var spend = new TreeMap<String, Money>();
        for (var charge : charges) {
            spend.merge(
                    key.apply(charge), Money.ofNanoUsd(charge.getBilledCostNanoUsd()), Money::plus);
        }
        return withoutZeros(spend);
    }

    /** A department that spent nothing is in some of the sources only. */
    private static Map<String, Money> withoutZeros(Map<String, Money> spend) {
        spend.values().removeIf(Money::isZero);
        return spend;
    }

    private static String attempt(JournalEvent event, int dispatch, int attempt) {
        return event.getSubject() + "/" + event.getRun() + "/" + dispatch + "/" + attempt;
    }

    private Spend() {}
}
