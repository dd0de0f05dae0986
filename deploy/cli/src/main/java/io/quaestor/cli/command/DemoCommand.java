package io.quaestor.cli.command;

import io.quaestor.cli.demo.Demo;
import io.quaestor.cli.demo.DemoPlan;
import io.quaestor.cli.demo.LiveCosts;
import io.quaestor.cli.demo.Samples;
import io.quaestor.cli.stack.CatalogFile;
import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.cli.stack.Places;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code quaestor demo}: real documents through the whole stack, with a kill midway. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Run 85 documents with three tasks each through a whole stack, kill one of two workers midway, and check every promise.",
            "It calls the provider simulator, nothing else, unless --live is given. State is kept in .quaestor/demo and emptied at start.",
            "Exit status 0 only if nothing was lost or duplicated, a budget ran out as planned, and the audit log verified."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final String LIVE_NEEDS =
            "demo --live calls real providers and needs --catalog FILE: one with the departments legal, finance and research, "
                    + "their aliases digest, cheap and fast, no simulated provider, and the keys it names in the environment; "
                    + "deploy/samples/catalog-live.yml is an example";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Option(
            names = "--live",
            description =
                    "Call real providers. Costs money; what at most is said, and asked, first.")
    private boolean live;

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description = "With --live: the catalogue with the real providers.")
    private @Nullable Path catalog;

    @Option(
            names = "--documents",
            paramLabel = "N",
            description = "With --live: only the first N documents.")
    private @Nullable Integer documents;

    @Override
    public Integer call() {
        var samples = Samples.read(Places.samples());
        var plan = live ? livePlan(samples) : simulatedPlan(samples);
        if (plan.isEmpty()) {
            return 1;
        }
        var out = spec.commandLine().getOut();
        var outcome = new Demo(plan.get(), System.err, isTerminal(), out).run();
        if (json) {
            out.println(outcome.json());
        }
        out.flush();
        return outcome.succeeded() ? 0 : 1;
    }

    private Optional<DemoPlan> simulatedPlan(Samples samples) {
        if (catalog != null || documents != null) {
            throw new ParameterException(
                    spec.commandLine(), "--catalog and --documents go with --live");
        }
        return Optional.of(
                new DemoPlan(
                        state(),
                        samples,
                        Places.samples().resolve("catalog.yml"),
                        Optional.of(Places.samples().resolve("simulator.json"))));
    }

    /** Empty when the person says no. */
    private Optional<DemoPlan> livePlan(Samples samples) {
        if (catalog == null) {
            throw new ParameterException(spec.commandLine(), LIVE_NEEDS);
        }
        var some = documents == null ? samples : samples.first(documents);
        var document = CatalogFile.read(catalog, CatalogFile.environment(""));
        var costs = LiveCosts.of(document, some, System.getenv(), Instant.now());
        var out = spec.commandLine().getOut();
        costs.lines().forEach(out::println);
        if (!agreed(out)) {
            out.println("nothing was called");
            return Optional.empty();
        }
        return Optional.of(new DemoPlan(state(), some, catalog, Optional.empty()));
    }

    private static Path state() {
        return Places.state().resolve("demo");
    }

    private static boolean agreed(PrintWriter out) {
        out.print("Call them? Type yes: ");
        out.flush();
        var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        try {
            return "yes".equals(in.readLine());
        } catch (IOException e) {
            throw new CommandFailure("no answer could be read", e);
        }
    }

    /** The launcher knows whether standard error is one; Java only asks for standard input. */
    private static boolean isTerminal() {
        return "1".equals(System.getenv("QUAESTOR_TERMINAL"));
    }
}
