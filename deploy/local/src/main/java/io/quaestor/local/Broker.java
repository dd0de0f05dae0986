package io.quaestor.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** A Kafka broker of one node in its own process; topics must be created before they are used. */
public final class Broker implements StackPart {
    /** 1.5 s on an idle laptop; recovery after a crash and a busy machine take longer. */
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private static final int ANSWER_TIMEOUT_MILLIS = 5_000;

    private final ChildProcess process;
    private final int port;

    private Broker(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and returns when it answers.
     *
     * @param folder state folder of the stack; data is in {@code broker/}, the log in {@code logs/}
     * @throws StackException when it does not start
     */
    public static Broker start(Distribution distribution, Path folder, Ports ports) {
        int port = ports.free("broker");
        var settings =
                BrokerSettings.of(
                        folder.resolve("broker/data"), port, ports.free("broker-controller"));
        var file = write(folder.resolve("broker/server.properties"), settings);
        var words = distribution.command("broker", List.of(), List.of(file.toString()));
        var log = folder.resolve("logs/broker.log");
        var process = ChildProcess.start(new Command("broker", words, Map.of(), log));
        process.awaitReady(Readiness.port(port), START_TIMEOUT);
        process.awaitReady(() -> answers(port), START_TIMEOUT);
        return new Broker(process, port);
    }

    /** Kafka's {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public String name() {
        return process.name();
    }

    @Override
    public ProcessHandle handle() {
        return process.handle();
    }

    @Override
    public Path log() {
        return process.command().log();
    }

    @Override
    public String url() {
        return "";
    }

    /** For kill -9 and freezing. */
    public ChildProcess process() {
        return process;
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void suspend() {
        process.suspend();
    }

    @Override
    public void resume() {
        process.resume();
    }

    @Override
    public void close() {
        process.close();
    }

    private static Path write(Path file, Map<String, String> settings) {
        var lines =
                settings.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue() + "\n")
                        .collect(Collectors.joining());
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, lines);
        } catch (IOException e) {
            throw new StackException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static boolean answers(int port) throws IOException {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", "127.0.0.1:" + port,
                        "default.api.timeout.ms", ANSWER_TIMEOUT_MILLIS,
                        "request.timeout.ms", ANSWER_TIMEOUT_MILLIS);
        try (var admin = Admin.create(settings)) {
            return !admin.describeCluster()
                    .nodes()
                    .get(ANSWER_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
