package io.quaestor.cli.command;

import io.quaestor.bench.Bench;
import io.quaestor.cli.chaos.Campaign;
import io.quaestor.cli.chaos.CampaignSettings;
import io.quaestor.cli.chaos.plan.ProviderFaults;
import io.quaestor.cli.chaos.plan.Target;
import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.cli.stack.Places;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code quaestor chaos}: what holds while everything dies. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = {
            "Run a whole stack under load, kill and freeze its processes and fail its providers, then",
            "check from outside that nothing was lost, repeated, uncharged or unchained.",
            "State is kept in .quaestor/chaos and emptied at start. Linux only. No provider is called.",
            "Exit status 3 when an invariant is violated; everything about it stays in that folder."
        })
public final class ChaosCommand implements Callable<Integer> {
    private static final int BROKEN = 3;

    /** Below it the plan has no room for a fault. */
    private static final int SECONDS_LEAST = 20;

    private static final int SECONDS_MOST = 3_600;
    private static final int WORKERS_MOST = 8;
    private static final int RATE_MOST = 200;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long the load lasts; default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The same seed chooses the same faults; default: the time.")
    private @Nullable Long seed;

    @Option(
            names = "--kill",
            split = ",",
            paramLabel = "WHAT",
            description = {
                "What is killed and frozen, of ${COMPLETION-CANDIDATES};",
                "default: all of them, in turns."
            })
    private @Nullable Set<Target> targets;

    @Option(
            names = "--provider-faults",
            paramLabel = "HOW",
            defaultValue = "LIGHT",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private ProviderFaults providers = ProviderFaults.LIGHT;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "3",
            description = "Workers; default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "40",
            description = "Submissions a second; default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description = "Emptied and used; default: .quaestor/chaos of the repository.")
    private @Nullable Path state;

    @Override
    public Integer call() {
        between("--seconds", SECONDS_LEAST, SECONDS_MOST, seconds);
        between("--workers", 1, WORKERS_MOST, workers);
        between("--rate", 1, RATE_MOST, rate);
        if (!Bench.isPossible()) {
            throw new CommandFailure("chaos reads /proc, which this system does not have");
        }
        var settings =
                new CampaignSettings(
                        state == null ? Places.state().resolve("chaos") : state,
                        seed == null ? System.currentTimeMillis() : seed,
                        Duration.ofSeconds(seconds),
                        targets == null ? EnumSet.allOf(Target.class) : targets,
                        providers,
                        workers,
                        rate);
        var outcome = new Campaign(settings, System.err).run();
        var out = spec.commandLine().getOut();
        outcome.print(out, settings.state());
        if (json) {
            out.println(outcome.json());
        }
        out.flush();
        return outcome.violations().isEmpty() ? 0 : BROKEN;
    }

    private void between(String option, int least, int most, int given) {
        if (given < least || given > most) {
            throw new ParameterException(
                    spec.commandLine(), "%s must be %d to %d".formatted(option, least, most));
        }
    }
}
