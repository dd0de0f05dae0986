package io.quaestor.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.bench.Profile;
import io.quaestor.cli.bench.BenchRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The benchmark measures a whole stack and says everything it promises; no time is judged. Its
 * catalogue takes the place of the shared stack's, so it comes last.
 */
@EnabledOnOs(OS.LINUX)
@ExtendWith(SharedStack.class)
@Order(SharedStack.LAST)
class BenchIT {
    private static final List<String> COUNTED =
            List.of(
                    "audit-sink-1",
                    "broker",
                    "postgres",
                    "registry",
                    "request-ingest-1",
                    "router-worker-1",
                    "router-worker-2",
                    "spend-aggregator-1");

    /** Each of the eight is rounded to a thousandth, and so is their sum. */
    private static final double ROUNDING = 0.005;

    @TempDir private Path state;

    @Test
    void measuresEveryProcessAndLosesNothing(JourneyStack stack) throws IOException {
        var samples = JourneyStack.ROOT.resolve("deploy/samples");
        var outcome =
                new BenchRun(state, samples, System.err)
                        .measure(
                                stack.whole(),
                                Profile.named("lat"),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(5));
        var figures = new ObjectMapper().readTree(outcome.json());
        assertThat(figures.fieldNames())
                .toIterable()
                .containsExactly(
                        "profile",
                        "jobs",
                        "jobsPerSecond",
                        "cpuSecondsPer1000Jobs",
                        "cpuByProcess",
                        "utilisation",
                        "addedMsP50",
                        "addedMsP99",
                        "pssMiB",
                        "otherCores",
                        "errors");
        assertThat(figures.path("errors").asInt()).as(() -> outcome.errors().toString()).isZero();
        assertThat(figures.path("jobs").asInt()).isPositive();
        assertThat(figures.path("utilisation").asDouble()).isBetween(0.0, 1.0);
        assertThat(figures.path("addedMsP99").asDouble())
                .isGreaterThanOrEqualTo(figures.path("addedMsP50").asDouble());
        var processes = figures.path("cpuByProcess");
        assertThat(processes.fieldNames()).toIterable().containsAll(COUNTED);
        assertThat(figures.path("cpuSecondsPer1000Jobs").asDouble())
                .isPositive()
                .isCloseTo(sum(processes), within(ROUNDING));
    }

    private static double sum(JsonNode processes) {
        return COUNTED.stream().mapToDouble(name -> processes.path(name).asDouble()).sum();
    }
}
