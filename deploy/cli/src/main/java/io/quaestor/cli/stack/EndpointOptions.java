package io.quaestor.cli.stack;

import io.quaestor.local.RunFile;
import io.quaestor.wire.KafkaSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name a cluster; without them it is the local stack. */
public final class EndpointOptions {
    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka; default: the local stack's.")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "Schema registry; default: the local stack's.")
    private @Nullable String registry;

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description = "The local stack's folder; default: .quaestor of the repository.")
    private @Nullable Path state;

    /**
     * The cluster, which answers.
     *
     * @throws CommandFailure when none is named and none runs here, or nobody answers
     */
    public Endpoints resolve() {
        if (bootstrapServers == null && registry == null) {
            return Endpoints.of(running(folder())).checked();
        }
        if (bootstrapServers == null || registry == null) {
            throw new CommandFailure("name both --bootstrap-servers and --registry, or neither");
        }
        return new Endpoints(KafkaSettings.of(bootstrapServers, registry), "").checked();
    }

    private Path folder() {
        return state == null ? Places.state() : state;
    }

    /**
     * What runs in a folder.
     *
     * @throws CommandFailure when nothing does
     */
    public static RunFile running(Path folder) {
        return RunFile.read(folder)
                .filter(stack -> stack.owner().handle().isPresent())
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        "no local stack runs in %s: start one with deploy/quaestor up, or name a cluster"
                                                .formatted(folder)));
    }
}
