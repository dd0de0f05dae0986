package io.quaestor.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quaestor.audit.verify.AuditVerifier;
import io.quaestor.audit.verify.Verification;
import io.quaestor.cli.http.ServiceOptions;
import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.cli.stack.DatabaseOptions;
import io.quaestor.cli.view.Listing;
import io.quaestor.cli.view.OutputOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quaestor audit}: the hash chains in PostgreSQL. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Verify, search or export the audit log.")
public final class AuditCommand implements Runnable {
    private static final int BROKEN = 3;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say which: audit verify, search or export");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Recompute every hash, link, head and number of the log and name the first broken entry of each chain.",
                "Exit status 3 when something is broken."
            })
    int verify(
            @Mixin DatabaseOptions database,
            @Option(names = "--json", description = "Print one JSON object.") boolean json)
            throws SQLException {
        var place = database.resolve();
        var verification =
                AuditVerifier.verify(
                        place.url(),
                        place.user(),
                        place.password(),
                        AuditVerifier.DEFAULT_SETTLING);
        spec.commandLine().getOut().println(json ? json(verification) : text(verification));
        return verification.ok() ? 0 : BROKEN;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Show events of the log, lane by lane, the newest of each first; asks audit-sink.")
    int search(
            @Option(names = "--job", paramLabel = "ID", description = "Of one job.")
                    @Nullable String job,
            @Option(names = "--department", paramLabel = "D", description = "Of one department.")
                    @Nullable String department,
            @Option(
                            names = "--type",
                            paramLabel = "EVENT",
                            description = "Of one kind, for example JobRejected.")
                    @Nullable String type,
            @Option(names = "--from", paramLabel = "INSTANT", description = "At or after.")
                    @Nullable String from,
            @Option(names = "--to", paramLabel = "INSTANT", description = "Before.")
                    @Nullable String to,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "How many at most; default: ${DEFAULT-VALUE}.")
                    int limit,
            @Mixin ServiceOptions service,
            @Mixin OutputOptions output) {
        var query = new HashMap<String, String>();
        put(query, "job", job);
        put(query, "department", department);
        put(query, "type", type);
        put(query, "from", from);
        put(query, "to", to);
        query.put("order", "newest-first");
        var listing =
                new Listing("at", "kind", "department", "subject", "lane", "sequence", "eventId");
        service.resolve("audit-sink").list("/v1/audit", query, limit).forEach(listing::add);
        listing.print(output.format(), spec.commandLine().getOut());
        return 0;
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Write the whole log as JSON lines: every schema, then every entry with its exact bytes (base64) and hashes.",
                "Enough to verify it elsewhere; audit-sink/README.md says how a leaf is computed."
            })
    int export(
            @Parameters(paramLabel = "FILE", description = "A new file, or - for standard output.")
                    String file,
            @Mixin DatabaseOptions database,
            @Mixin OutputOptions output)
            throws SQLException {
        var place = database.resolve();
        if (file.equals("-")) {
            var out = spec.commandLine().getOut();
            AuditExport.write(place, out);
            out.flush();
            return 0;
        }
        try (var out =
                new PrintWriter(
                        Files.newBufferedWriter(Path.of(file), StandardOpenOption.CREATE_NEW))) {
            long entries = AuditExport.write(place, out);
            if (out.checkError()) {
                throw new CommandFailure("not everything could be written to " + file);
            }
            var told = spec.commandLine().getOut();
            if (output.isJson()) {
                var json = JsonNodeFactory.instance.objectNode();
                told.println(json.put("entries", entries).put("file", file));
            } else {
                told.printf("%d entries written to %s%n", entries, file);
            }
            return 0;
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot write %s: %s".formatted(file, e.getClass().getSimpleName()), e);
        }
    }

    private static String text(Verification verification) {
        var text = new StringBuilder();
        verification
                .problems()
                .forEach(problem -> text.append(problem).append(System.lineSeparator()));
        text.append(
                "%d entries in %d chains: %s"
                        .formatted(
                                verification.entries(),
                                verification.chains().size(),
                                verification.ok() ? "verified" : "NOT as they were written"));
        return text.toString();
    }

    private static String json(Verification verification) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("verified", verification.ok());
        json.put("entries", verification.entries());
        json.put("chains", verification.chains().size());
        var problems = json.putArray("problems");
        for (var problem : verification.problems()) {
            problems.addObject()
                    .put("chain", problem.lane())
                    .put("sequence", problem.sequence())
                    .put("kind", problem.kind().name())
                    .put("detail", problem.detail());
        }
        return json.toString();
    }
}
