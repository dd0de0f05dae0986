package io.quaestor.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quaestor.audit.verify.AuditVerifier;
import io.quaestor.audit.verify.Verification;
import io.quaestor.cli.stack.DatabaseOptions;
import java.sql.SQLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code quaestor audit}: the hash chains in PostgreSQL. */
@Command(name = "audit", mixinStandardHelpOptions = true, description = "Verify the audit log.")
public final class AuditCommand implements Runnable {
    private static final int BROKEN = 3;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say which: audit verify");
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
