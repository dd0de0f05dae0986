package io.quaestor.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A service in its own process, with the port on which it serves its health. */
public final class ServiceProcess implements StackPart {
    /**
     * 1.3 s on an idle laptop, fifty on one with ten builds running; an early end is seen at once.
     */
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private final Service service;
    private final ChildProcess process;
    private final int port;

    private ServiceProcess(Service service, ChildProcess process, int port) {
        this.service = service;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and returns when it serves.
     *
     * @param folder state folder of the stack; the log is {@code logs/<instance>.log}, its own
     *     state is in {@code <instance>/}
     * @param environment what every service of the stack gets
     * @throws StackException with the log's tail, when it ended or does not serve in time
     */
    public static ServiceProcess start(
            Distribution distribution,
            Path folder,
            Ports ports,
            Service service,
            Map<String, String> environment) {
        int port = ports.free(service.instance());
        var variables = new HashMap<>(environment);
        variables.putAll(own(folder, service, port));
        variables.putAll(service.environment());
        var words = distribution.command(service.program(), List.of(), service.arguments());
        var log = folder.resolve("logs").resolve(service.instance() + ".log");
        var process = ChildProcess.start(new Command(service.instance(), words, variables, log));
        var started = new ServiceProcess(service, process, port);
        process.awaitReady(started.readiness(), START_TIMEOUT);
        return started;
    }

    public Service service() {
        return service;
    }

    /** Its {@code QUAESTOR_INSTANCE}. */
    @Override
    public String name() {
        return service.instance();
    }

    @Override
    public ProcessHandle handle() {
        return process.handle();
    }

    @Override
    public Path log() {
        return process.command().log();
    }

    /** Where it serves {@code /health} and, if it has any, its own pages. */
    @Override
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** For kill -9, freezing, and its exit. */
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

    private Readiness readiness() {
        return service.health().isEmpty()
                ? Readiness.port(port)
                : Readiness.http(url() + service.health());
    }

    private static Map<String, String> own(Path folder, Service service, int port) {
        return Map.of(
                "QUAESTOR_INSTANCE", service.instance(),
                "QUAESTOR_HTTP_PORT", Integer.toString(port),
                "QUAESTOR_SIMULATOR_PORT", Integer.toString(port),
                "QUAESTOR_STATE_DIR", folder.resolve(service.instance()).toString());
    }
}
