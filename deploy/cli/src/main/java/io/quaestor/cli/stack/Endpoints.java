package io.quaestor.cli.stack;

import io.quaestor.local.RunFile;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.registry.RegistryClient;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/**
 * A cluster to act on.
 *
 * @param simulator URL of the local stack's provider simulator; empty when there is none
 */
public record Endpoints(KafkaSettings kafka, String simulator) {
    /** Long enough for a broker that is starting, short enough for a person. */
    private static final int ANSWER_MS = 5_000;

    static Endpoints of(RunFile stack) {
        var simulator =
                stack.processes().stream()
                        .filter(process -> process.name().equals(WholeStack.SIMULATOR))
                        .findFirst()
                        .map(RunFile.Running::url)
                        .orElse("");
        return new Endpoints(
                KafkaSettings.of(stack.bootstrapServers(), stack.registryUrl()), simulator);
    }

    /**
     * Asks the broker who it is.
     *
     * @throws CommandFailure when nobody answers
     */
    public Endpoints checked() {
        var config = ClientDefaults.admin(kafka, "quaestor-cli");
        config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
        config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS - 1_000);
        try (var admin = Admin.create(config)) {
            admin.describeCluster().clusterId().get(ANSWER_MS + 1_000L, TimeUnit.MILLISECONDS);
            return this;
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandFailure("no Kafka broker answers at " + kafka.bootstrapServers(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    public RegistryClient registry() {
        return RegistryClient.from(kafka.registry());
    }

    /** The variables a catalogue may name: this process' own, and where the simulator is. */
    public Map<String, String> catalogEnvironment() {
        return catalogEnvironment(simulator);
    }

    static Map<String, String> catalogEnvironment(String simulator) {
        var environment = new HashMap<String, String>();
        if (!simulator.isEmpty()) {
            environment.put("SIM_BEDROCK_URL", simulator);
            environment.put("SIM_OPENAI_URL", simulator + "/v1");
        }
        environment.putAll(System.getenv());
        return environment;
    }
}
