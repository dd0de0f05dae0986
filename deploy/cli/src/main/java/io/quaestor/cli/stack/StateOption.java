package io.quaestor.cli.stack;

import io.quaestor.local.RunFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the local stack's folder. */
public final class StateOption {
    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description = "The local stack's folder; default: .quaestor of the repository.")
    private @Nullable Path state;

    public Path folder() {
        return state == null ? Places.state() : state;
    }

    /**
     * What runs in the folder.
     *
     * @throws CommandFailure when nothing does
     */
    public RunFile running() {
        return RunFile.read(folder())
                .filter(stack -> stack.owner().handle().isPresent())
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        "no local stack runs in %s: start one with deploy/quaestor up, or name a cluster"
                                                .formatted(folder())));
    }
}
