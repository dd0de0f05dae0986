package io.quaestor.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.cli.command.BenchCommand;
import io.quaestor.wire.registry.EventClasses;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The benchmark measures a whole stack and says what the issue asks for; no time is judged. */
@EnabledOnOs(OS.LINUX)
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
    void measuresEveryProcessAndLosesNothing() throws IOException {
        EventClasses.trust();
        var out = new StringWriter();

        int status =
                new CommandLine(new BenchCommand())
                        .setOut(new PrintWriter(out))
                        .execute(
                                "--profile=lat",
                                "--warm-up=5",
                                "--seconds=5",
                                "--json",
                                "--state=" + state,
                                "--samples="
                                        + Path.of(
                                                System.getProperty("quaestor.root"),
                                                "deploy",
                                                "samples"));

        assertThat(status).as("%s", out).isZero();
        var figures = new ObjectMapper().readTree(out.toString().lines().toList().getLast());
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
        assertThat(figures.path("errors").asInt()).isZero();
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
