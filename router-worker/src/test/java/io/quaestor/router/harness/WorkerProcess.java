package io.quaestor.router.harness;

import io.quaestor.wire.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A worker as the distribution starts it: a process of its own, which can be killed. */
public final class WorkerProcess implements AutoCloseable {
    private final Process process;
    private final Path log;

    public WorkerProcess(String instance, KafkaSettings kafka) {
        try {
            log = Files.createTempFile("worker-" + instance, ".log");
            var arguments = Path.of(System.getProperty("quaestor.home"), "router-worker.args");
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var builder =
                    new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "@" + arguments)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            builder.environment().put("QUAESTOR_INSTANCE", instance);
            builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
            builder.environment()
                    .put("SCHEMA_REGISTRY_URL", kafka.registry().get("schema.registry.url"));
            process = builder.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path log() {
        return log;
    }

    /** SIGKILL: no drain, no farewell. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** SIGSTOP: as long as it lasts the worker neither works nor sends a heartbeat. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT: it goes on as if nothing had happened. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int status =
                    new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                            .inheritIO()
                            .start()
                            .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + name + ": " + status);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        // A paused process dies of SIGKILL too.
        kill();
    }
}
