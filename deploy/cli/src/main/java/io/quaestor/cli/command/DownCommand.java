package io.quaestor.cli.command;

import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.cli.stack.StateOption;
import io.quaestor.cli.view.OutputOptions;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code quaestor down}: stops the stack that another terminal started. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stop the stack that quaestor up started; its data is kept.")
public final class DownCommand implements Callable<Integer> {
    /** Each tier of processes has 15 s to end in good order, and there are four. */
    private static final long STOP_SECONDS = 75;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private OutputOptions output = new OutputOptions();

    @Mixin private StateOption state = new StateOption();

    @Override
    public Integer call() throws InterruptedException {
        var owner = state.running().owner().handle();
        if (owner.isPresent()) {
            owner.get().destroy();
            try {
                owner.get().onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                throw new CommandFailure(
                        "process %d has not ended within %d s"
                                .formatted(owner.get().pid(), STOP_SECONDS),
                        e);
            }
        }
        spec.commandLine().getOut().println(output.isJson() ? "{\"stopped\":true}" : "stopped");
        return 0;
    }
}
