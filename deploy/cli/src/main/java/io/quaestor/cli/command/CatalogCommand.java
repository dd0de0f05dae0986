package io.quaestor.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.cli.catalog.CatalogDiff;
import io.quaestor.cli.catalog.CatalogDocument;
import io.quaestor.cli.catalog.CatalogPublisher;
import io.quaestor.cli.catalog.CatalogTopic;
import io.quaestor.cli.catalog.PublishOutcome;
import io.quaestor.cli.stack.CatalogFile;
import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.cli.stack.EndpointOptions;
import io.quaestor.cli.stack.Endpoints;
import io.quaestor.cli.view.Listing;
import io.quaestor.cli.view.OutputOptions;
import io.quaestor.event.CatalogVersion;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
        description = "Apply, compare, check or show the catalogue.")
public final class CatalogCommand implements Runnable {
    /** As for diff(1). */
    private static final int DIFFERENT = 1;

    @Spec private CommandSpec spec = CommandSpec.create();

    /** A document: a file, or one that was applied before. */
    static final class Source {
        @Parameters(paramLabel = "FILE", description = "The catalogue, YAML.")
        private @Nullable Path file;

        @Option(
                names = "--from-version",
                paramLabel = "N",
                description = "Instead of a file: the document of an earlier version.")
        private @Nullable Long version;

        CatalogDocument read(Endpoints endpoints) {
            var environment = endpoints.catalogEnvironment();
            if (file != null) {
                return CatalogFile.read(file, environment);
            }
            long wanted = version == null ? 0 : version;
            return CatalogFile.parse("version " + wanted, document(endpoints, wanted), environment);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say which: catalog apply, diff, validate, show or history");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Apply a file as the next version, whole or not at all.",
                "A rollback is applying an earlier version's document again."
            })
    int apply(
            @ArgGroup(multiplicity = "1") Source source,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "TEXT",
                            description = "Why; it is written to the journal.")
                    String reason,
            @Option(
                            names = "--author",
                            paramLabel = "NAME",
                            description = "Who; default: the user of this system.")
                    @Nullable String author,
            @Mixin EndpointOptions cluster,
            @Mixin OutputOptions output) {
        var endpoints = cluster.resolve();
        var document = source.read(endpoints);
        var by = author == null ? System.getProperty("user.name") : author;
        var outcome = publisher(endpoints).publish(document, by, reason);
        print(outcome, output, spec.commandLine().getOut());
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Show what applying a file would change, field by field; nothing is written.",
                "Exit status 1 when something would."
            })
    int diff(
            @ArgGroup(multiplicity = "1") Source source,
            @Mixin EndpointOptions cluster,
            @Mixin OutputOptions output) {
        var endpoints = cluster.resolve();
        var document = source.read(endpoints);
        var current = new CatalogTopic(endpoints.kafka(), endpoints.registry()).read();
        var entries = publisher(endpoints).diff(current, document);
        var listing = new Listing("entry", "change", "field", "before", "after");
        entries.forEach(entry -> rows(listing, entry));
        listing.print(output.format(), spec.commandLine().getOut());
        return entries.isEmpty() ? 0 : DIFFERENT;
    }

    private static void rows(Listing listing, CatalogDiff.Entry entry) {
        var change = entry.change().name().toLowerCase(Locale.ROOT);
        if (entry.fields().isEmpty()) {
            listing.row().put("entry", entry.key().text()).put("change", change);
        }
        for (var field : entry.fields()) {
            listing.row()
                    .put("entry", entry.key().text())
                    .put("change", change)
                    .put("field", field.name())
                    .put("before", field.before())
                    .put("after", field.after());
        }
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
                    String simulator,
            @Mixin OutputOptions output) {
        var document = CatalogFile.read(file, CatalogFile.environment(simulator));
        var out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(json(document));
        } else {
            out.println("valid: " + summary(document));
        }
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Print the document of the version in force, or of an earlier one.")
    int show(
            @Option(names = "--from-version", paramLabel = "N", description = "An earlier version.")
                    @Nullable Long version,
            @Mixin EndpointOptions cluster,
            @Mixin OutputOptions output) {
        var endpoints = cluster.resolve();
        if (version != null) {
            show(version, document(endpoints, version), output);
            return 0;
        }
        var current = new CatalogTopic(endpoints.kafka(), endpoints.registry()).read();
        show(current.version(), current.document(), output);
        return 0;
    }

    private void show(long version, String document, OutputOptions output) {
        var out = spec.commandLine().getOut();
        if (output.isJson()) {
            var json = JsonNodeFactory.instance.objectNode();
            out.println(json.put("version", version).put("document", document));
        } else if (version == 0) {
            out.println("# no catalogue was applied yet");
        } else {
            out.println("# version " + version);
            out.print(document);
        }
        out.flush();
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "List every version with its author and reason.")
    int history(@Mixin EndpointOptions cluster, @Mixin OutputOptions output) {
        var endpoints = cluster.resolve();
        var listing = new Listing("version", "at", "author", "changes", "reason");
        for (var entry : new CatalogTopic(endpoints.kafka(), endpoints.registry()).versions()) {
            listing.row()
                    .put("version", entry.getVersion())
                    .put("at", entry.getAt().toString())
                    .put("author", entry.getAuthor())
                    .put("changes", ((CatalogVersion) entry.getBody()).getEntries())
                    .put("reason", entry.getReason());
        }
        listing.print(output.format(), spec.commandLine().getOut());
        return 0;
    }

    private static CatalogPublisher publisher(Endpoints endpoints) {
        return new CatalogPublisher(
                endpoints.kafka(), endpoints.registry(), InstantSource.system());
    }

    private static String document(Endpoints endpoints, long version) {
        return new CatalogTopic(endpoints.kafka(), endpoints.registry())
                .versions().stream()
                        .filter(entry -> entry.getVersion() == version)
                        .findFirst()
                        .map(entry -> ((CatalogVersion) entry.getBody()).getDocument())
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                "there is no catalogue version " + version));
    }

    private static void print(PublishOutcome outcome, OutputOptions output, PrintWriter out) {
        switch (outcome) {
            case PublishOutcome.Unchanged(long version) -> {
                var listing = new Listing("version", "entry", "retired");
                if (output.isJson()) {
                    listing.row().put("version", version).put("changed", false);
                    listing.print(output.format(), out);
                } else {
                    out.printf("nothing changed: version %d is in force%n", version);
                }
            }
            case PublishOutcome.Published published -> print(published, output, out);
        }
        out.flush();
    }

    private static void print(
            PublishOutcome.Published published, OutputOptions output, PrintWriter out) {
        if (output.isJson()) {
            var listing = new Listing("version", "changed");
            var row = listing.row().put("version", published.version()).put("changed", true);
            var entries = row.putArray("entries");
            published.changes().forEach(key -> entries.add(key.text()));
            var retired = row.putArray("retired");
            published.retired().forEach(key -> retired.add(key.text()));
            listing.print(output.format(), out);
            return;
        }
        out.printf(
                "version %d is in force, with %d changed entries%n",
                published.version(), published.changes().size());
        for (var key : published.changes()) {
            var retired = published.retired().contains(key) ? " (retired)" : "";
            out.println("  " + key.text() + retired);
        }
    }

    private static ObjectNode json(CatalogDocument document) {
        var json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("valid", true)
                        .put("providers", document.providers().size())
                        .put("models", document.models().size())
                        .put("aliases", document.aliases().size())
                        .put("budgets", document.budgets().size());
        var departments = json.putArray("departments");
        document.departments().keySet().forEach(departments::add);
        return json;
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
