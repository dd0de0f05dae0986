package io.quaestor.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.event.JobStatus;
import io.quaestor.kernel.Money;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoOutcomeTest {
    private static final Breach BREACH =
            new Breach(
                    "legal",
                    "legal-month",
                    "month from 2026-11-01T00:00:00Z",
                    Money.parseUsd("0.075"),
                    Money.parseUsd("0.0764"),
                    "settled");

    @Test
    void printsOneLineOfJson() {
        var outcome =
                new DemoOutcome(
                        reconciliation(List.of(), 0),
                        Map.of("legal", Money.parseUsd("0.0764")),
                        List.of(BREACH),
                        1234,
                        true,
                        true,
                        61.5,
                        List.of());

        assertThat(outcome.json())
                .isEqualTo(
                        """
                        {"jobs":3,"succeeded":1,"failed":1,"rejected":1,"lost":0,"duplicateResponses":0,\
                        "spendUsd":{"legal":"0.0764"},\
                        "breaches":[{"department":"legal","budget":"legal-month","window":"month from 2026-11-01T00:00:00Z",\
                        "limitUsd":"0.075","settledUsd":"0.0764","cause":"settled"}],\
                        "auditEntries":1234,"auditVerified":true,"simulated":true,"seconds":61.5}""");
    }

    @Test
    void failsForEachBrokenPromise() {
        var sound = reconciliation(List.of(), 0);
        assertThat(DemoOutcome.failures(sound, List.of(BREACH), true, true)).isEmpty();
        assertThat(DemoOutcome.failures(sound, List.of(BREACH), false, true)).hasSize(1);
        assertThat(DemoOutcome.failures(sound, List.of(), true, true)).hasSize(1);
        assertThat(DemoOutcome.failures(sound, List.of(BREACH, BREACH), true, true)).hasSize(1);
        assertThat(DemoOutcome.failures(sound, List.of(), true, false)).isEmpty();
        var broken = reconciliation(List.of(Records.submission(1)), 2);
        assertThat(DemoOutcome.failures(broken, List.of(BREACH), true, true)).hasSize(2);
    }

    private static Reconciliation reconciliation(List<Submission> lost, long duplicates) {
        return new Reconciliation(
                3,
                Map.of(JobStatus.SUCCEEDED, 1L, JobStatus.REJECTED, 1L, JobStatus.FAILED, 1L),
                lost,
                duplicates,
                List.of());
    }
}
