package io.quaestor.spend;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What an operator watches; the last two stay at zero while everybody keeps the protocol. */
final class SpendMeters {

    final Counter events;
    final Counter charges;
    final Counter budgetEvents;
    final Counter holdsExpired;
    final Counter deadLetters;
    final Counter oddities;

    SpendMeters(MeterRegistry meters) {
        this.events = meters.counter("quaestor.spend.events");
        this.charges = meters.counter("quaestor.spend.charges");
        this.budgetEvents = meters.counter("quaestor.spend.budget.events");
        this.holdsExpired = meters.counter("quaestor.spend.holds.expired");
        this.deadLetters = meters.counter("quaestor.spend.dead.letters");
        this.oddities = meters.counter("quaestor.spend.oddities");
    }
}
