package io.quaestor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.cli.demo.Demo;
import io.quaestor.cli.demo.DemoPlan;
import io.quaestor.cli.demo.Samples;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job through all six modules, every service a process of its own, one worker killed
 * midway: read back from outside, by the topics, the database and the simulator's own call log.
 */
class PipelineIT {
    private static final int DOCUMENTS = 85;
    private static final int TASKS = 3;

    private static final Path SAMPLES =
            Path.of(System.getProperty("quaestor.root"), "deploy", "samples");

    @TempDir private Path state;

    @Test
    void answersEveryRequestOnceThoughAWorkerIsKilledAndABudgetRunsOut() {
        var samples = Samples.read(SAMPLES);
        var plan =
                new DemoPlan(
                        state.resolve("demo"),
                        samples,
                        SAMPLES.resolve("catalog.yml"),
                        Optional.of(SAMPLES.resolve("simulator.json")));
        var report = new StringWriter();

        var outcome = new Demo(plan, System.err, false, new PrintWriter(report)).run();

        assertThat(outcome.failures()).as("%s", report).isEmpty();
        assertThat(outcome.jobs().jobs()).isEqualTo(DOCUMENTS * TASKS);
        assertThat(outcome.jobs().lost()).isEmpty();
        assertThat(outcome.jobs().duplicateResponses()).isZero();
        assertThat(outcome.breaches()).hasSize(1);
        assertThat(outcome.auditVerified()).isTrue();
        assertThat(outcome.auditEntries()).isGreaterThan(5L * DOCUMENTS);
        assertThat(report.toString()).contains("simulated");
    }
}
