package io.quaestor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.cli.chaos.Campaign;
import io.quaestor.cli.chaos.CampaignSettings;
import io.quaestor.cli.chaos.plan.ProviderFaults;
import io.quaestor.cli.chaos.plan.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A minute of load over all kinds of requests while processes are killed and frozen and the
 * providers fail: whatever is promised holds, judged from outside.
 *
 * <p>Bounds in seconds are told here and judged by the command: beside a build they would judge the
 * machine.
 */
@EnabledOnOs(OS.LINUX)
class ChaosIT {
    /** Nine faults: two workers, every service, broker, PostgreSQL, registry and simulator. */
    private static final long SEED = 12;

    /** Invariants that hold within a time. */
    private static final List<String> TIMED =
            List.of("DeadlinesKept:", "ClosedBudgetsRefuse:", "Recoveries:");

    private static final int WORKERS = 3;
    private static final int PER_SECOND = 40;

    /** Not a temporary folder: plan, logs, topics and call log are still there after a failure. */
    private static final Path STATE = Path.of("target", "chaos");

    @Test
    void keepsEveryPromiseThroughAMinuteOfFaults() {
        var settings =
                new CampaignSettings(
                        STATE,
                        SEED,
                        Duration.ofMinutes(1),
                        EnumSet.allOf(Target.class),
                        ProviderFaults.HEAVY,
                        WORKERS,
                        PER_SECOND);

        var outcome = new Campaign(settings, System.err).run();

        System.out.println(outcome.json());
        assertThat(outcome.violations())
                .as("%s", outcome.json())
                .filteredOn(violation -> TIMED.stream().noneMatch(violation::startsWith))
                .isEmpty();
        assertThat(outcome.lost()).isZero();
        assertThat(outcome.duplicates()).isZero();
        assertThat(outcome.uncharged()).isZero();
        assertThat(outcome.auditVerified()).isTrue();
        assertThat(outcome.submissions()).isEqualTo(outcome.responses());
        // Some of what is sent is bytes that nobody can read.
        assertThat(outcome.submissions()).isGreaterThan(60 * PER_SECOND * 9 / 10);
        assertThat(outcome.providerCalls()).isPositive();
        assertThat(outcome.kills()).containsKeys("worker", "broker");
        assertThat(outcome.json()).startsWith("{\"seed\":12,\"seconds\":60,\"submissions\":");
    }
}
