package io.quaestor.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quaestor.cli.stack.ProcessState;
import io.quaestor.cli.stack.StateOption;
import io.quaestor.local.RunFile;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quaestor status}: what runs in the local stack and how it is. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Show the processes of the local stack: of services their health, of the others whether they run, and memory (PSS with child processes, where the system tells).",
            "Exit status 3 when one of them is not well or the stack is still starting."
        })
public final class StatusCommand implements Callable<Integer> {
    private static final int UNWELL = 3;
    private static final long MIB = 1024L * 1024;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin private StateOption state = new StateOption();

    @Override
    public Integer call() {
        var stack = state.running();
        var states = stack.processes().stream().map(ProcessState::of).toList();
        boolean well = stack.complete() && states.stream().allMatch(ProcessState::isWell);
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(json(stack, states, well));
        } else {
            print(stack, states, out);
        }
        out.flush();
        return well ? 0 : UNWELL;
    }

    private static void print(RunFile stack, List<ProcessState> states, PrintWriter out) {
        out.println("state            " + stack.stateFolder());
        out.println("Kafka            " + stack.bootstrapServers());
        out.println("schema registry  " + stack.registryUrl());
        out.println("audit database   " + stack.jdbcUrl());
        for (var process : states) {
            out.printf(
                    "%-20s %-8s process %-8d %5d MiB  %s%n",
                    process.name(),
                    process.health(),
                    process.pid(),
                    process.pssBytes() / MIB,
                    process.url());
        }
        long sum = states.stream().mapToLong(ProcessState::pssBytes).sum();
        out.printf("%d processes, %d MiB in all%n", states.size(), sum / MIB);
        if (!stack.complete()) {
            out.println("The stack is still starting.");
        }
    }

    private static String json(RunFile stack, List<ProcessState> states, boolean well) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("well", well);
        json.put("complete", stack.complete());
        json.put("bootstrapServers", stack.bootstrapServers());
        json.put("registryUrl", stack.registryUrl());
        json.put("jdbcUrl", stack.jdbcUrl());
        json.put("pssBytes", states.stream().mapToLong(ProcessState::pssBytes).sum());
        var processes = json.putArray("processes");
        for (var process : states) {
            processes
                    .addObject()
                    .put("name", process.name())
                    .put("health", process.health())
                    .put("pid", process.pid())
                    .put("pssBytes", process.pssBytes())
                    .put("url", process.url());
        }
        return json.toString();
    }
}
