package io.quaestor.spend;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quaestor.event.Stage;
import io.quaestor.wire.TelemetryNames;

/** What an operator watches; the last two stay at zero while everybody keeps the protocol. */
final class SpendMeters {

    final Counter events;
    final Counter charges;
    final Counter budgetEvents;
    final Counter holdsExpired;
    final Counter deadLetters;
    final Counter oddities;

    final JournalMeters journal;
    final Timer commits;

    SpendMeters(MeterRegistry meters) {
        this.journal = new JournalMeters(meters);
        this.commits =
                meters.timer(
                        TelemetryNames.TRANSACTION_TIME, TelemetryNames.STAGE, Stage.SPEND.name());
        this.events = meters.counter(TelemetryNames.SPEND_EVENTS);
        this.charges = meters.counter(TelemetryNames.SPEND_CHARGES);
        this.budgetEvents = meters.counter(TelemetryNames.SPEND_BUDGET_EVENTS);
        this.holdsExpired = meters.counter(TelemetryNames.SPEND_HOLDS_EXPIRED);
        this.deadLetters = meters.counter(TelemetryNames.SPEND_DEAD_LETTERS);
        this.oddities = meters.counter(TelemetryNames.SPEND_ODDITIES);
    }
}
