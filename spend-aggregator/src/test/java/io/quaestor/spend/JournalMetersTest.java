package io.quaestor.spend;

import static io.quaestor.spend.fold.Events.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quaestor.spend.fold.Events;
import io.quaestor.spend.fold.Events.Job;
import io.quaestor.wire.TelemetryNames;
import org.junit.jupiter.api.Test;

class JournalMetersTest {
    private static final Job JOB = Job.of("job-1");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final JournalMeters meters = new JournalMeters(registry);

    @Test
    void countsHowJobsEnd() {
        meters.seen(Events.jobFinished(JOB, NOON));
        meters.seen(Events.jobFinished(Job.of("job-2"), NOON));

        var finished = registry.get(TelemetryNames.JOBS_FINISHED).tag("status", "SUCCEEDED");
        assertThat(finished.counter().count()).isEqualTo(2);
    }

    @Test
    void countsCallsWhoseOutcomeNobodyKnows() {
        meters.seen(Events.admitted(JOB, 1, 900, NOON));
        meters.seen(Events.unbilled(JOB, 1, 1, NOON));
        assertThat(registry.get(TelemetryNames.UNKNOWN_OUTCOMES).counter().count()).isZero();

        meters.seen(Events.unknown(JOB, 1, 2, NOON));
        assertThat(registry.get(TelemetryNames.UNKNOWN_OUTCOMES).counter().count()).isEqualTo(1);
    }
}
