package io.quaestor.local;

import io.quaestor.local.RunFile.Running;
import io.quaestor.wire.KafkaSettings;
import io.quaestor.wire.TopicProvisioner;
import io.quaestor.wire.TopicSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A whole Quaestor on this machine.
 *
 * <p>{@link #open} takes the state folder, {@link #startInfrastructure} brings PostgreSQL, registry
 * and broker, {@link #provision} the topics, {@link #start} any services. {@link #close} stops all
 * in the reverse order; it also runs when the Java virtual machine ends.
 */
public final class LocalStack implements AutoCloseable {
    private static final String AUDIT_DATABASE = "quaestor";
    private static final String REGISTRY_DATABASE = "registry";

    /** Batches that never leave the machine are not worth it (decision 0018). */
    private static final String COMPRESSION = "KAFKA_COMPRESSION_TYPE";

    private final Distribution distribution;
    private final Path folder;
    private final StateLock lock;
    private final StackListener listener;
    private final Ports ports;
    private final RunningParts parts;
    private volatile boolean complete;
    private final Thread closeAtExit = new Thread(this::close, "close-stack");

    private LocalStack(
            Distribution distribution, Path folder, StateLock lock, StackListener listener) {
        this.distribution = distribution;
        this.folder = folder;
        this.lock = lock;
        this.listener = listener;
        this.ports = Ports.of(folder);
        this.parts = new RunningParts(listener, this::writeRunFile);
    }

    /**
     * Takes the folder and ends what an earlier stack may have left running there; starts nothing
     * yet.
     *
     * @param folder where everything is kept: data, ports, logs, {@code run.json}
     * @throws StackException when another stack has the folder
     */
    public static LocalStack open(Distribution distribution, Path folder, StackListener listener) {
        var absolute = folder.toAbsolutePath().normalize();
        var lock = StateLock.take(absolute);
        var leftovers = Leftovers.end(absolute);
        if (!leftovers.isEmpty()) {
            listener.progress(
                    "ended what an earlier stack had left running: "
                            + String.join(", ", leftovers));
        }
        setAsidePreviousLogs(absolute);
        var stack = new LocalStack(distribution, absolute, lock, listener);
        Runtime.getRuntime().addShutdownHook(stack.closeAtExit);
        return stack;
    }

    /**
     * Starts broker and PostgreSQL, then the registry, which keeps its schemas in PostgreSQL;
     * returns when all answer.
     */
    public LocalStack startInfrastructure() {
        parts.start(
                List.of(
                        () -> Broker.start(distribution, folder, ports),
                        () -> Postgres.start(distribution, folder, ports)));
        part(Postgres.class).database(AUDIT_DATABASE);
        var schemas = part(Postgres.class).database(REGISTRY_DATABASE);
        var storage = new Registry.Storage.Database(schemas, Postgres.USER);
        parts.start(List.of(() -> Registry.start(distribution, folder, ports, storage)));
        return this;
    }

    /**
     * Creates all topics, with the groups' first offsets.
     *
     * @param internal the Streams services' own topics
     */
    public LocalStack provision(Collection<TopicSpec> internal) {
        try (var provisioner = new TopicProvisioner(kafka())) {
            provisioner.provision(internal);
        }
        listener.progress("topics are ready");
        return this;
    }

    /**
     * Starts services in parallel and returns when all serve; they are stopped together, before all
     * that was started earlier.
     */
    public LocalStack start(Service... services) {
        var environment = environment();
        parts.start(
                List.of(services).stream().map(service -> starting(service, environment)).toList());
        return this;
    }

    /** Everything that is wanted has been started: {@code run.json} says so from now on. */
    public LocalStack complete() {
        complete = true;
        writeRunFile();
        return this;
    }

    /** The running service of this instance name. */
    public ServiceProcess service(String instance) {
        return parts.find(instance)
                .filter(ServiceProcess.class::isInstance)
                .map(ServiceProcess.class::cast)
                .orElseThrow(
                        () -> new StackException("no service " + instance + " runs in " + folder));
    }

    /** Ends a service at once (SIGKILL), on purpose: the listener is not told. */
    public void kill(String instance) {
        var service = service(instance);
        parts.forget(service);
        service.process().kill();
    }

    /**
     * Ends any process of the stack at once (SIGKILL), on purpose, to {@link #restart} it: the
     * listener is not told.
     */
    public void crash(String name) {
        parts.crash(part(name));
    }

    /**
     * Starts what has crashed again, as it was, with its data and ports; returns when it answers.
     *
     * @throws StackException when it does not
     */
    public void restart(String name) {
        parts.restart(name);
    }

    /** Freezes any process of the stack (SIGSTOP). */
    public void suspend(String name) {
        part(name).suspend();
    }

    /** Lets a frozen process go on (SIGCONT). */
    public void resume(String name) {
        part(name).resume();
    }

    /** Ends a service in good order. */
    public void stop(String instance) {
        var service = service(instance);
        parts.forget(service);
        service.close();
    }

    /** How clients reach broker and registry. */
    public KafkaSettings kafka() {
        return KafkaSettings.of(part(Broker.class).bootstrapServers(), part(Registry.class).url());
    }

    /** The audit database; the user is {@link Postgres#USER}, without a password. */
    public String jdbcUrl() {
        return part(Postgres.class).jdbcUrl(AUDIT_DATABASE);
    }

    /**
     * Bytes of memory by process, each with its children; without those that the system does not
     * tell.
     */
    public Map<String, Long> pssBytes() {
        var sizes = new TreeMap<String, Long>();
        parts.all()
                .forEach(
                        part ->
                                Pss.ofTree(part.handle())
                                        .ifPresent(bytes -> sizes.put(part.name(), bytes)));
        return sizes;
    }

    /** Open files by process, each with its children; as {@link #pssBytes}. */
    public Map<String, Integer> openFiles() {
        var files = new TreeMap<String, Integer>();
        parts.all()
                .forEach(
                        part ->
                                OpenFiles.ofTree(part.handle())
                                        .ifPresent(count -> files.put(part.name(), count)));
        return files;
    }

    /** What {@code run.json} says now. */
    public RunFile runFile() {
        var processes =
                parts.all().stream()
                        .map(part -> Running.of(part.name(), part.handle(), part.url(), part.log()))
                        .toList();
        return new RunFile(
                folder.toString(),
                Running.of("owner", ProcessHandle.current(), "", folder.resolve("logs")),
                find(Broker.class).map(Broker::bootstrapServers).orElse(""),
                find(Registry.class).map(Registry::url).orElse(""),
                find(Postgres.class).map(postgres -> postgres.jdbcUrl(AUDIT_DATABASE)).orElse(""),
                Postgres.USER,
                ports.all(),
                complete,
                processes);
    }

    /** Stops everything and gives the folder back; repeated calls do nothing. */
    @Override
    public synchronized void close() {
        if (lock.isHeld()) {
            parts.close();
            lock.close();
            forgetShutdownHook();
        }
    }

    private void forgetShutdownHook() {
        if (Thread.currentThread().equals(closeAtExit)) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(closeAtExit);
        } catch (IllegalStateException _) {
            // The machine is ending just now and has begun the hook, which will find nothing to do.
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                part(Broker.class).bootstrapServers(),
                COMPRESSION,
                Optional.ofNullable(System.getenv(COMPRESSION)).orElse("none"),
                "SCHEMA_REGISTRY_URL",
                part(Registry.class).url(),
                "QUAESTOR_AUDIT_DB_URL",
                jdbcUrl(),
                "QUAESTOR_AUDIT_DB_USER",
                Postgres.USER);
    }

    private Supplier<StackPart> starting(Service service, Map<String, String> environment) {
        return () -> ServiceProcess.start(distribution, folder, ports, service, environment);
    }

    private StackPart part(String name) {
        return parts.find(name)
                .orElseThrow(() -> new StackException("no " + name + " runs in " + folder));
    }

    private <T extends StackPart> T part(Class<T> type) {
        return find(type)
                .orElseThrow(
                        () ->
                                new StackException(
                                        "no " + type.getSimpleName() + " runs in " + folder));
    }

    private <T extends StackPart> Optional<T> find(Class<T> type) {
        return parts.all().stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /**
     * A part that becomes ready while the stack is closed must not write into a folder that is no
     * longer ours.
     */
    private synchronized void writeRunFile() {
        if (lock.isHeld()) {
            runFile().write(folder);
        }
    }

    private static void setAsidePreviousLogs(Path folder) {
        var logs = folder.resolve("logs");
        var previous = folder.resolve("logs.previous");
        if (Files.exists(logs)) {
            Folders.delete(previous);
            try {
                Files.move(logs, previous);
            } catch (IOException e) {
                throw new StackException("cannot move " + logs + ": " + e.getMessage(), e);
            }
        }
    }
}
