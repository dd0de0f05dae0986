package io.quaestor.cli.command;

import io.quaestor.bench.Profile;
import io.quaestor.cli.bench.BenchRun;
import io.quaestor.cli.stack.Places;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code quaestor bench}: what a job costs, measured on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Run a whole stack with two workers against the provider simulator and measure it.",
            "State is kept in .quaestor/bench and emptied at start. Linux only. No provider is called.",
            "Exit status 3 when a job was not answered with success, exactly once."
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int BROKEN = 3;
    private static final int SECONDS_MAX = 3_600;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--profile",
            required = true,
            paramLabel = "NAME",
            description = {
                "l0: calls take no time, 200 at once;",
                "l1s: 1 s, 2000 at once;",
                "tail: the same with one call in a hundred of 30 s;",
                "lat: 50 ms, 100 jobs a second;",
                "hold: 1 s, 900 jobs a second."
            })
    private String profile = "";

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long to measure, after the warm-up; default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "420",
            description = {
                "Seconds of load before that; default: ${DEFAULT-VALUE}. Nine young virtual machines",
                "compile their code on the processors that also do the work: on two that takes long."
            })
    private int warmUp;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description = "Emptied and used; default: .quaestor/bench of the repository.")
    private @Nullable Path state;

    @Option(
            names = "--samples",
            hidden = true,
            paramLabel = "FOLDER",
            description = "Documents to cut prompts from; default: the samples'.")
    private @Nullable Path samples;

    @Override
    public Integer call() {
        between("--seconds", 1, seconds);
        between("--warm-up", 0, warmUp);
        var folder = state == null ? Places.state().resolve("bench") : state;
        var texts = samples == null ? Places.samples() : samples;
        var outcome =
                new BenchRun(folder, texts, System.err)
                        .measure(
                                profile(), Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
        var out = spec.commandLine().getOut();
        outcome.print(out);
        if (json) {
            out.println(outcome.json());
        }
        out.flush();
        return outcome.errors().all() == 0 ? 0 : BROKEN;
    }

    private void between(String option, int least, int given) {
        if (given < least || given > SECONDS_MAX) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s must be %d to %d".formatted(option, least, SECONDS_MAX));
        }
    }

    private Profile profile() {
        try {
            return Profile.named(profile);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
