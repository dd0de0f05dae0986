package io.quaestor.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Apicurio Registry in its own process, speaking the Confluent Schema Registry's REST protocol. */
public final class Registry implements StackPart {
    /** 3 s on an idle laptop; a busy one takes much longer, and an early end is seen at once. */
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    /** Where it keeps schemas and their ids. */
    public sealed interface Storage {
        /** In the process, lost when it ends: for tests. */
        record Memory() implements Storage {}

        /** In a PostgreSQL database. */
        record Database(String jdbcUrl, String user) implements Storage {}
    }

    private final ChildProcess process;
    private final int port;

    private Registry(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and returns when it lists its subjects.
     *
     * @throws StackException when it does not start
     */
    public static Registry start(
            Distribution distribution, Path folder, Ports ports, Storage storage) {
        int port = ports.free("registry");
        var options = new ArrayList<>(listening(port, ports.free("registry-management")));
        options.addAll(storing(storage));
        var words = distribution.command("registry", options, List.of());
        var process =
                ChildProcess.start(
                        new Command(
                                "registry", words, Map.of(), folder.resolve("logs/registry.log")));
        var registry = new Registry(process, port);
        process.awaitReady(Readiness.http(registry.url() + "/subjects"), START_TIMEOUT);
        return registry;
    }

    /** What {@code schema.registry.url} is set to. */
    @Override
    public String url() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
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

    /** Unless told, the management port is 9000 on every interface. */
    private static List<String> listening(int port, int managementPort) {
        return List.of(
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + managementPort,
                "-Dquarkus.http.access-log.enabled=false");
    }

    /** Unless told, it opens twenty connections at start, each a PostgreSQL process. */
    private static List<String> storing(Storage storage) {
        return switch (storage) {
            case Storage.Memory() ->
                    List.of(
                            "-Dapicurio.storage.sql.kind=h2",
                            "-Dapicurio.datasource.jdbc.initial-size=1",
                            "-Dapicurio.datasource.jdbc.min-size=1");
            case Storage.Database(var jdbcUrl, var user) ->
                    List.of(
                            "-Dapicurio.storage.sql.kind=postgresql",
                            "-Dapicurio.datasource.url=" + jdbcUrl,
                            "-Dapicurio.datasource.username=" + user,
                            "-Dapicurio.datasource.jdbc.initial-size=1",
                            "-Dapicurio.datasource.jdbc.min-size=1",
                            "-Dapicurio.datasource.jdbc.max-size=4");
        };
    }
}
