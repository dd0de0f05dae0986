package io.quaestor.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.bench.figure.CpuUse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchOutcomeTest {
    private static final long MS = 1_000_000;

    private final BenchOutcome outcome =
            new BenchOutcome(
                    Profile.LAT,
                    2.0,
                    new long[] {20 * MS, 10 * MS, 90 * MS, 30 * MS},
                    new CpuUse(
                            Map.of("broker", 0.004, "simulator", 1.0, BenchOutcome.CLIENT, 2.0),
                            4.004),
                    0.12345,
                    1_500,
                    new BenchOutcome.Errors(1, 2, 3, List.of("request 7: FAILED TIMEOUT")));

    @Test
    void isOneLineOfJson() {
        assertThat(outcome.json())
                .isEqualTo(
                        "{\"profile\":\"lat\",\"jobs\":4,\"jobsPerSecond\":2.0,\"cpuSecondsPer1000Jobs\":1.0,"
                                + "\"cpuByProcess\":{\"bench-client\":500.0,\"broker\":1.0,\"simulator\":250.0},"
                                + "\"utilisation\":0.123,\"addedMsP50\":20.0,\"addedMsP99\":90.0,\"pssMiB\":1500,"
                                + "\"otherCores\":0.5,\"errors\":6}");
    }

    @Test
    void tellsAPersonWhatDoesNotCount() {
        var text = new StringWriter();

        outcome.print(new PrintWriter(text, true));

        assertThat(text.toString())
                .contains("CPU seconds per 1000 jobs      1.000")
                .containsPattern("simulator +250.000 \\(not counted\\)")
                .contains("6 (1 not succeeded, 2 lost, 3 unexpected)")
                .contains("request 7: FAILED TIMEOUT");
    }
}
