package io.quaestor.cli;

import io.quaestor.cli.command.AuditCommand;
import io.quaestor.cli.command.BenchCommand;
import io.quaestor.cli.command.BudgetsCommand;
import io.quaestor.cli.command.CancelCommand;
import io.quaestor.cli.command.CatalogCommand;
import io.quaestor.cli.command.ChaosCommand;
import io.quaestor.cli.command.CompletionCommand;
import io.quaestor.cli.command.DeadLettersCommand;
import io.quaestor.cli.command.DemoCommand;
import io.quaestor.cli.command.DownCommand;
import io.quaestor.cli.command.Failures;
import io.quaestor.cli.command.JobsCommand;
import io.quaestor.cli.command.LogsCommand;
import io.quaestor.cli.command.ProvidersCommand;
import io.quaestor.cli.command.ResponsesCommand;
import io.quaestor.cli.command.SpendCommand;
import io.quaestor.cli.command.StatusCommand;
import io.quaestor.cli.command.SubmitCommand;
import io.quaestor.cli.command.UpCommand;
import io.quaestor.wire.registry.EventClasses;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Main: the command line. */
@Command(
        name = "quaestor",
        mixinStandardHelpOptions = true,
        version = "quaestor 0.1.0-SNAPSHOT",
        description = "An asynchronous LLM job broker on Apache Kafka.",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            SubmitCommand.class,
            JobsCommand.class,
            CancelCommand.class,
            ResponsesCommand.class,
            SpendCommand.class,
            BudgetsCommand.class,
            ProvidersCommand.class,
            CatalogCommand.class,
            AuditCommand.class,
            DeadLettersCommand.class,
            ChaosCommand.class,
            CompletionCommand.class,
            BenchCommand.class,
            HelpCommand.class
        })
public final class Quaestor implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        EventClasses.trust();
        System.exit(commandLine().execute(args));
    }

    /** The whole command line, for main and for whoever calls it in this process. */
    public static CommandLine commandLine() {
        return new CommandLine(new Quaestor())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::wrongArgument)
                .setExecutionExceptionHandler(Failures::failed);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing");
    }
}
