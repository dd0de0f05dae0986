package io.quaestor.spend;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quaestor.event.Admitted;
import io.quaestor.event.AttemptFinished;
import io.quaestor.event.AttemptOutcome;
import io.quaestor.event.JobFinished;
import io.quaestor.event.JobRejected;
import io.quaestor.event.JobStatus;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.RouteRef;
import io.quaestor.wire.TelemetryNames;

/**
 * Counts what the journal says of all jobs, whichever worker it happened to: how they ended, and
 * calls whose outcome nobody knows.
 *
 * <p>An event that is folded again after a crash is counted again: these are for watching; the
 * books are on the spend topics.
 */
final class JournalMeters {
    private final MeterRegistry meters;

    JournalMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void seen(JournalEvent event) {
        switch (event.getEvent()) {
            case JobFinished finished -> ended(finished.getTerminal().getStatus());
            case JobRejected rejected -> ended(rejected.getTerminal().getStatus());
            // Zero from the first job on: what appears with its first increase shows none.
            case Admitted admitted -> unknownOutcomes(admitted.getRoute());
            case AttemptFinished finished when finished.getOutcome() == AttemptOutcome.UNKNOWN ->
                    unknownOutcomes(finished.getRoute()).increment();
            default -> {}
        }
    }

    private Counter unknownOutcomes(RouteRef route) {
        return meters.counter(
                TelemetryNames.UNKNOWN_OUTCOMES, TelemetryNames.PROVIDER, route.getProvider());
    }

    private void ended(JobStatus status) {
        meters.counter(TelemetryNames.JOBS_FINISHED, TelemetryNames.STATUS, status.name())
                .increment();
    }
}
