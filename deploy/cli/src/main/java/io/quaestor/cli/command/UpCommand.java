package io.quaestor.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.cli.catalog.CatalogPublisher;
import io.quaestor.cli.catalog.CatalogTopic;
import io.quaestor.cli.stack.CatalogFile;
import io.quaestor.cli.stack.Places;
import io.quaestor.cli.stack.StackConsole;
import io.quaestor.cli.stack.StateOption;
import io.quaestor.cli.stack.WholeStack;
import io.quaestor.cli.view.OutputOptions;
import io.quaestor.local.Distribution;
import io.quaestor.local.LocalStack;
import io.quaestor.local.RunFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code quaestor up}: the whole stack on this machine until Ctrl-C. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Start the whole stack on this machine: broker, registry, PostgreSQL, provider simulator and every service.",
            "It runs until Ctrl-C or quaestor down; data and ports are kept for the next start."
        })
public final class UpCommand implements Callable<Integer> {
    private static final int WORKERS_MAX = 16;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "Router workers; default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description = "Catalogue to apply; default: the samples'.")
    private @Nullable Path catalog;

    @Option(
            names = "--script",
            paramLabel = "FILE",
            description = "The simulator's script; default: the samples'.")
    private @Nullable Path script;

    @Mixin private OutputOptions output = new OutputOptions();

    @Mixin private StateOption state = new StateOption();

    @Override
    public Integer call() throws InterruptedException {
        if (workers < 1 || workers > WORKERS_MAX) {
            throw new ParameterException(
                    spec.commandLine(), "--workers must be 1 to " + WORKERS_MAX);
        }
        var folder = state.folder();
        var console = new StackConsole(System.err);
        try (var stack = LocalStack.open(Distribution.find(), folder, console)) {
            var whole =
                    WholeStack.begin(
                            stack,
                            Optional.of(
                                    script == null
                                            ? Places.samples().resolve("simulator.json")
                                            : script));
            var out = spec.commandLine().getOut();
            apply(whole, output.isJson() ? spec.commandLine().getErr() : out);
            whole.startServices(workers);
            if (output.isJson()) {
                out.println(json(stack.runFile()));
                out.flush();
            } else {
                print(stack, out);
            }
            // Ends with the process: the stack's own shutdown hook stops everything.
            new CountDownLatch(1).await();
        }
        return 0;
    }

    /**
     * Simulator addresses may have changed since the last start, so the document is applied anew.
     */
    private void apply(WholeStack whole, PrintWriter out) {
        boolean first = new CatalogTopic(whole.kafka(), whole.registry()).read().version() == 0;
        if (catalog == null && !first) {
            return;
        }
        var file = catalog == null ? Places.samples().resolve("catalog.yml") : catalog;
        var document = CatalogFile.read(file, whole.catalogEnvironment());
        new CatalogPublisher(whole.kafka(), whole.registry(), InstantSource.system())
                .publish(document, System.getProperty("user.name"), "quaestor up");
        out.println("applied " + file);
        out.flush();
    }

    private static ObjectNode json(RunFile file) {
        var json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("bootstrapServers", file.bootstrapServers())
                        .put("registryUrl", file.registryUrl())
                        .put("jdbcUrl", file.jdbcUrl())
                        .put("jdbcUser", file.jdbcUser());
        var processes = json.putArray("processes");
        for (var process : file.processes()) {
            processes
                    .addObject()
                    .put("name", process.name())
                    .put("pid", process.pid())
                    .put("url", process.url());
        }
        return json;
    }

    private static void print(LocalStack stack, PrintWriter out) {
        var file = stack.runFile();
        out.println("Quaestor is up.");
        out.println("  Kafka            " + file.bootstrapServers());
        out.println("  schema registry  " + file.registryUrl());
        out.println("  audit database   " + file.jdbcUrl() + " (user " + file.jdbcUser() + ")");
        for (var process : file.processes()) {
            out.printf("  %-16s process %d %s%n", process.name(), process.pid(), process.url());
        }
        out.println("Ctrl-C stops it.");
        out.flush();
    }
}
