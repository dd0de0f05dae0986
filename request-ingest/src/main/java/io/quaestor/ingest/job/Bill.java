package io.quaestor.ingest.job;

import io.quaestor.event.AttemptFinished;
import io.quaestor.event.Billing;
import io.quaestor.event.Cost;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run cost, as spend-aggregator charges it: actual cost where it is known, the hold's bound
 * where it is not, the difference once usage is observed.
 *
 * @param chargedNanoUsd settled cost, bounds included, before corrections
 * @param unpriced whether a call had no price, so that the cost says too little
 * @param estimates the dispatches of unknown outcome; nearly always none
 */
record Bill(long chargedNanoUsd, boolean unpriced, List<Estimate> estimates) {

    static final Bill NOTHING = new Bill(0, false, List.of());

    /** As many calls as a request can ask for. */
    static final int ESTIMATES_MAX = 100;

    Bill {
        estimates = List.copyOf(estimates);
    }

    long costNanoUsd() {
        long cost = chargedNanoUsd;
        for (var estimate : estimates) {
            cost = Math.addExact(cost, estimate.correctionNanoUsd());
        }
        return cost;
    }

    /** Whether a part of the cost is a bound. */
    boolean estimated() {
        return estimates.stream().anyMatch(Estimate::isOpen);
    }

    Bill plus(AttemptFinished attempt) {
        Cost cost = attempt.getCost();
        if (cost == null) {
            return this;
        }
        long charged = Math.addExact(chargedNanoUsd, cost.getTotalNanoUsd());
        var bill = new Bill(charged, unpriced || cost.getUnpriced(), estimates);
        return attempt.getBilling() == Billing.UNKNOWN
                ? bill.noting(Estimate.charged(attempt.getDispatch(), cost.getTotalNanoUsd()))
                : bill;
    }

    Bill observed(int dispatch, long actualNanoUsd) {
        return noting(Estimate.observed(dispatch, actualNanoUsd));
    }

    /** The hold was given up, unless its end was known after all. */
    Bill expired(int dispatch, long boundNanoUsd) {
        boolean known =
                estimates.stream()
                        .anyMatch(e -> e.dispatch() == dispatch && e.boundNanoUsd().isPresent());
        return known
                ? this
                : new Bill(Math.addExact(chargedNanoUsd, boundNanoUsd), unpriced, estimates)
                        .noting(Estimate.charged(dispatch, boundNanoUsd));
    }

    /** The terminal event's sum, which holds also where the run's first events were not seen. */
    Bill settled(long totalNanoUsd) {
        return new Bill(totalNanoUsd, unpriced, estimates);
    }

    private Bill noting(Estimate news) {
        var noted = new ArrayList<>(estimates);
        for (int i = 0; i < noted.size(); i++) {
            if (noted.get(i).dispatch() == news.dispatch()) {
                noted.set(i, noted.get(i).with(news));
                return new Bill(chargedNanoUsd, unpriced, noted);
            }
        }
        if (noted.size() < ESTIMATES_MAX) {
            noted.add(news);
        }
        return new Bill(chargedNanoUsd, unpriced, noted);
    }
}
