package io.quaestor.ingest.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.quaestor.ingest.job.JobState;
import io.quaestor.wire.TelemetryNames;
import java.util.Arrays;

/**
 * How many jobs that have not ended are in each state, on {@code /prometheus}. Every instance tells
 * of all jobs: take their maximum, not their sum. Nothing is told before the journal is read, and
 * jobs for which the view has no room are not counted.
 */
@Context
final class JobGauges {

    private final KafkaJobView view;

    JobGauges(KafkaJobView view, MeterRegistry meters) {
        this.view = view;
        Arrays.stream(JobState.values())
                .filter(state -> !state.isFinal())
                .forEach(
                        state ->
                                Gauge.builder(TelemetryNames.JOBS, () -> jobs(state))
                                        .description("jobs that have not ended, by state")
                                        .tag(TelemetryNames.STATE, state.name())
                                        .register(meters));
        FunctionCounter.builder(TelemetryNames.INGEST_ODDITIES, view, one -> one.book().oddities())
                .description("events that the table of job states has not; zero while all is well")
                .register(meters);
    }

    private double jobs(JobState state) {
        return view.isCaughtUp() ? view.book().size(state) : Double.NaN;
    }
}
