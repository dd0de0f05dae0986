package io.quaestor.cli.command;

import io.quaestor.cli.stack.CatalogFile.RefusedCatalog;
import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.local.StackException;
import io.quaestor.wire.ProvisioningException;
import io.quaestor.wire.registry.RegistryException;
import java.sql.SQLException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** One sentence for each way in which a command can fail. */
public final class Failures {
    /** As for other programs of Unix. */
    private static final int WRONG_ARGUMENT = 2;

    private static final int FAILED = 1;

    /** The arguments are no command. */
    public static int wrongArgument(ParameterException e, String[] args) {
        var command = e.getCommandLine();
        command.getErr()
                .printf(
                        "%s; see: %s --help%n",
                        sentence(String.valueOf(e.getMessage())),
                        command.getCommandSpec().qualifiedName());
        return WRONG_ARGUMENT;
    }

    /** The command did not succeed. A bug shows its stack trace, everything else one sentence. */
    public static int failed(Exception e, CommandLine command, ParseResult arguments)
            throws Exception {
        if (e instanceof RefusedCatalog) {
            command.getErr().println(e.getMessage());
            return FAILED;
        }
        var sentence =
                switch (e) {
                    case CommandFailure _, StackException _, ProvisioningException _ ->
                            String.valueOf(e.getMessage());
                    case RegistryException _ -> "the schema registry: " + e.getMessage();
                    case KafkaException _ -> "Kafka: " + e.getMessage();
                    case SQLException _ -> "the audit database: " + e.getMessage();
                    default -> throw e;
                };
        command.getErr().println(sentence(sentence) + ".");
        return FAILED;
    }

    private static String sentence(String text) {
        var line = text.strip().replaceAll("\\s*\\n\\s*", " ");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private Failures() {}
}
