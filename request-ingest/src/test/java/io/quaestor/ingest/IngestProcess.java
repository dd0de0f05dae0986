package io.quaestor.ingest;

import io.quaestor.wire.KafkaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The service as the distribution starts it: a process of its own, which can be killed. */
final class IngestProcess implements AutoCloseable {

    private final Process process;

    IngestProcess(String instance, Path stateFolder, KafkaSettings kafka) {
        try {
            var log = Files.createTempFile(instance + "-", ".log");
            var arguments = Path.of(System.getProperty("quaestor.home"), "request-ingest.args");
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var builder =
                    new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "@" + arguments)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            var environment = builder.environment();
            environment.put("QUAESTOR_INSTANCE", instance);
            environment.put("QUAESTOR_STATE_DIR", stateFolder.toString());
            environment.put("QUAESTOR_HTTP_PORT", "0");
            environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
            environment.put("SCHEMA_REGISTRY_URL", kafka.registry().get("schema.registry.url"));
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: no drain, no farewell. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
