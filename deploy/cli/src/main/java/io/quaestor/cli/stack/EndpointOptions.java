package io.quaestor.cli.stack;

import io.quaestor.local.RunFile;
import io.quaestor.wire.KafkaSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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
            names = "--client-config",
            paramLabel = "FILE",
            description = {
                "Properties of Kafka's clients and of the registry's, for a named cluster with security:",
                "security.protocol, sasl.jaas.config, basic.auth.user.info, ..."
            })
    private @Nullable Path clientConfig;

    @Mixin private StateOption state = new StateOption();

    /** Where the processes of this name answer, without its number; none of a named cluster. */
    public List<URI> localServices(String name) {
        if (bootstrapServers != null) {
            return List.of();
        }
        return state.running().processes().stream()
                .filter(process -> process.name().startsWith(name + "-"))
                .map(RunFile.Running::url)
                .map(URI::create)
                .toList();
    }

    /**
     * The cluster, which answers.
     *
     * @throws CommandFailure when none is named and none runs here, or nobody answers
     */
    public Endpoints resolve() {
        if (bootstrapServers == null && registry == null && clientConfig == null) {
            return Endpoints.of(state.running()).checked();
        }
        if (bootstrapServers == null || registry == null) {
            throw new CommandFailure("name both --bootstrap-servers and --registry, or neither");
        }
        return new Endpoints(KafkaSettings.of(bootstrapServers, registry, further()), "").checked();
    }

    private Map<String, String> further() {
        if (clientConfig == null) {
            return Map.of();
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(clientConfig)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure("cannot read the properties in " + clientConfig, e);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }
}
