package io.quaestor.cli.command;

import io.quaestor.cli.catalog.CatalogDocument;
import io.quaestor.cli.catalog.CatalogPublisher;
import io.quaestor.cli.catalog.CatalogTopic;
import io.quaestor.cli.catalog.PublishOutcome;
import io.quaestor.cli.stack.CatalogFile;
import io.quaestor.cli.stack.EndpointOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quaestor catalog}: what may be called, by whom, at which price and limit. */
@Command(
        name = "catalog",
        mixinStandardHelpOptions = true,
        description = "Apply, check or show the catalogue.")
public final class CatalogCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say which: catalog apply, validate or show");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Apply a file as the next version, whole or not at all.")
    int apply(
            @Parameters(paramLabel = "FILE", description = "The catalogue, YAML.") Path file,
            @Option(
                            names = "--reason",
                            defaultValue = "",
                            description = "Why; it is written to the journal.")
                    String reason,
            @Mixin EndpointOptions cluster) {
        var endpoints = cluster.resolve();
        var document = CatalogFile.read(file, endpoints.catalogEnvironment());
        var publisher =
                new CatalogPublisher(
                        endpoints.kafka(), endpoints.registry(), InstantSource.system());
        var outcome = publisher.publish(document, System.getProperty("user.name"), reason);
        print(outcome, spec.commandLine().getOut());
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Check a file and list every problem with its line.")
    int validate(
            @Parameters(paramLabel = "FILE", description = "The catalogue, YAML.") Path file,
            @Option(
                            names = "--simulator",
                            paramLabel = "URL",
                            defaultValue = "http://127.0.0.1:0",
                            description = "What SIM_BEDROCK_URL and SIM_OPENAI_URL stand for.")
                    String simulator) {
        var document = CatalogFile.read(file, CatalogFile.environment(simulator));
        spec.commandLine().getOut().println("valid: " + summary(document));
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Print the document of the version in force.")
    int show(@Mixin EndpointOptions cluster) {
        var endpoints = cluster.resolve();
        var current = new CatalogTopic(endpoints.kafka(), endpoints.registry()).read();
        var out = spec.commandLine().getOut();
        if (current.version() == 0) {
            out.println("# no catalogue was applied yet");
        } else {
            out.println("# version " + current.version());
            out.print(current.document());
            out.flush();
        }
        return 0;
    }

    private static void print(PublishOutcome outcome, PrintWriter out) {
        switch (outcome) {
            case PublishOutcome.Unchanged(long version) ->
                    out.printf("nothing changed: version %d is in force%n", version);
            case PublishOutcome.Published published -> {
                out.printf(
                        "version %d is in force, with %d changed entries%n",
                        published.version(), published.changes().size());
                for (var key : published.changes()) {
                    var retired = published.retired().contains(key) ? " (retired)" : "";
                    out.println("  " + key.text() + retired);
                }
            }
        }
    }

    private static String summary(CatalogDocument document) {
        return document.departments().keySet().stream()
                .collect(
                        Collectors.joining(
                                ", ",
                                "%d providers, %d models, %d aliases, %d budgets, departments "
                                        .formatted(
                                                document.providers().size(),
                                                document.models().size(),
                                                document.aliases().size(),
                                                document.budgets().size()),
                                ""));
    }
}
