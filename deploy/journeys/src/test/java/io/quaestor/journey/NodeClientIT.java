package io.quaestor.journey;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.cli.topic.TopicTail;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.Sensitivity;
import io.quaestor.kernel.RequestId;
import io.quaestor.kernel.RequestPartition;
import io.quaestor.sample.ConsumeResponses;
import io.quaestor.sample.ProduceRequest;
import io.quaestor.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The sample clients as they lie in {@code deploy/samples/clients}, each a process of its own,
 * against a whole stack: what one language writes the other reads.
 */
@ExtendWith(SharedStack.class)
@Order(SharedStack.BEFORE_CHANGES)
class NodeClientIT {
    private static final Path NODE = JourneyStack.ROOT.resolve("deploy/samples/clients/node");
    private static final Path LOGS = Path.of("target", "clients");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String PROMPT = "Summarise in one sentence: The roads were built. Été 😀.";

    private final Instant begunAt = Instant.now();
    private final JourneyStack stack;

    NodeClientIT(JourneyStack stack) {
        this.stack = stack;
    }

    @Test
    void publishesAndReadsFromNode() throws IOException {
        assumeTrue(
                Tool.exists("node") && Tool.exists("npm"),
                "skipped: node and npm are not on the PATH, so the Node sample cannot run");
        var modules = LOGS.resolve("node").toAbsolutePath();
        install(modules);
        var environment = new HashMap<>(environment());
        environment.put("NODE_PATH", modules.resolve("node_modules").toString());
        var node = new Tool(NODE, environment);

        var sent =
                JSON.readTree(
                        node.run(
                                log("node-produce"),
                                "node",
                                "produce.js",
                                "--id",
                                "node-1",
                                "--department",
                                "research",
                                "--model",
                                "fast",
                                "--trace",
                                TRACE,
                                PROMPT));
        var response = JSON.readTree(node.run(log("node-consume"), "node", "consume.js", "node-1"));

        lies(sent, "node-1");
        var request = request("node-1");
        assertThat(request.getSensitivity()).isEqualTo(Sensitivity.PUBLIC);
        assertThat(request.getMetadata()).containsExactly(Map.entry("client", "node"));
        assertThat(request.getMessages().getFirst().getParts().toString()).contains(PROMPT);
        assertThat(response.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(response.path("content").asText()).isNotBlank();
        assertThat(response.path("simulated").asBoolean()).isTrue();
        assertThat(response.path("usage").path("input").asLong()).isPositive();
        assertThat(response.path("cost").path("totalNanoUsd").asLong()).isPositive();
        assertThat(response.path("trace").path("traceparent").asText()).isEqualTo(TRACE);
    }

    /** Its modules are installed in target, never among the sources. */
    private static void install(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var file : List.of("package.json", "package-lock.json", ".npmrc")) {
            Files.copy(NODE.resolve(file), folder.resolve(file), REPLACE_EXISTING);
        }
        new Tool(folder, Map.of()).run(log("npm-ci"), "npm", "ci", "--no-audit", "--no-fund");
    }

    private void lies(JsonNode sent, String requestId) {
        var partition = RequestPartition.of(new RequestId(requestId), partitions());
        assertThat(sent.path("partition").asInt()).isEqualTo(partition);
    }

    private static int partitions() {
        return Topics.all().stream()
                .filter(spec -> spec.name().equals(Topics.REQUESTS))
                .findFirst()
                .orElseThrow()
                .partitions();
    }

    private LlmRequest request(String requestId) {
        // Other tests have put there what nobody can read.
        try (var tail =
                TopicTail.since(
                        stack.kafka(),
                        stack.registry(),
                        Topics.REQUESTS,
                        LlmRequest.class,
                        begunAt)) {
            var found = new ArrayList<LlmRequest>();
            tail.toEnd(found::add);
            return found.stream()
                    .filter(request -> request.getRequestId().equals(requestId))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void publishesAndReadsFromJava() {
        var java = new Tool(Path.of("").toAbsolutePath(), environment());

        java.run(
                log("java-produce"),
                program(ProduceRequest.class, "java-1", "research", "fast", PROMPT));
        var printed = java.run(log("java-consume"), program(ConsumeResponses.class, "java-1"));

        assertThat(printed).startsWith("java-1 SUCCEEDED: ");
        assertThat(request("java-1").getUser()).isEqualTo("java-sample");
    }

    private static String[] program(Class<?> main, String... arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.quaestor.event",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName()));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    private Map<String, String> environment() {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                stack.kafka().bootstrapServers(),
                "SCHEMA_REGISTRY_URL",
                stack.kafka().registry().get("schema.registry.url"));
    }

    private static Path log(String name) {
        return LOGS.resolve(name + ".log").toAbsolutePath();
    }
}
