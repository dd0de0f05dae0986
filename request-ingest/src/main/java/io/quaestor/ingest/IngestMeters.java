package io.quaestor.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quaestor.wire.TelemetryNames;

/**
 * What became of the records read. Counted when processed: a transaction that is aborted and
 * repeated counts twice.
 */
final class IngestMeters {

    private final Counter accepted;
    private final Counter rejected;
    private final Counter deadLettered;

    IngestMeters(MeterRegistry meters) {
        accepted = counter(meters, "accepted");
        rejected = counter(meters, "rejected");
        deadLettered = counter(meters, "dead_lettered");
    }

    void count(Desk.Outcome outcome) {
        var counter =
                switch (outcome) {
                    case Desk.Outcome.Accepted _ -> accepted;
                    case Desk.Outcome.Rejected _ -> rejected;
                    case Desk.Outcome.DeadLettered _ -> deadLettered;
                };
        counter.increment();
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder(TelemetryNames.INGEST_SUBMISSIONS)
                .description("records read from llm.requests by what became of them")
                .tag(TelemetryNames.OUTCOME, outcome)
                .register(meters);
    }
}
