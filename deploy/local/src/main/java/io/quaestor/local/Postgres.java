package io.quaestor.local;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * PostgreSQL in its own process, with its data kept in the state folder and every commit on disk
 * before it is acknowledged.
 *
 * <p>Whoever may use this machine may connect: it listens on the loopback interface and asks for no
 * password.
 */
public final class Postgres implements StackPart {
    public static final String USER = "postgres";

    private static final Duration COMMAND_TIMEOUT = Duration.ofMinutes(3);

    private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(5);

    /** The audit sink, the registry and the tools; each connection is a process of about 2 MB. */
    private static final int MAX_CONNECTIONS = 40;

    private static final int ROOT = 0;

    private final Path binaries;
    private final Path data;
    private final Path log;
    private final int port;
    private Optional<ProcessHandle> postmaster = Optional.empty();

    private Postgres(Path binaries, Path folder, int port) {
        this.binaries = binaries;
        this.data = folder.resolve("postgres");
        this.log = folder.resolve("logs/postgres.log");
        this.port = port;
    }

    /**
     * Starts it, initialised if the folder is new, and returns when it answers.
     *
     * @throws StackException when it does not start, or would acknowledge commits that are not on
     *     disk
     */
    public static Postgres start(Distribution distribution, Path folder, Ports ports) {
        var postgres =
                new Postgres(PostgresBinaries.in(distribution), folder, ports.free("postgres"));
        try {
            postgres.initialise();
            postgres.start();
            postgres.requireDurable();
            return postgres;
        } catch (StackException e) {
            postgres.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public String url() {
        return "";
    }

    /** The address of a database; {@code postgres} always exists. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** Creates the database unless it exists, and returns its address. */
    public String database(String name) {
        try (var connection = DriverManager.getConnection(jdbcUrl(USER), USER, "");
                var statement = connection.createStatement()) {
            var found =
                    statement
                            .executeQuery(
                                    "SELECT 1 FROM pg_database WHERE datname = '" + name + "'")
                            .next();
            if (!found) {
                statement.execute("CREATE DATABASE \"" + name + "\"");
            }
            return jdbcUrl(name);
        } catch (SQLException e) {
            throw new StackException("cannot create database " + name + ": " + e.getMessage(), e);
        }
    }

    /** The postmaster's process, the parent of all others of PostgreSQL. */
    @Override
    public ProcessHandle handle() {
        return postmaster.orElseThrow(() -> new StackException("postgres was not started"));
    }

    @Override
    public Path log() {
        return log;
    }

    /** The server and its backends; what they had committed is on disk. */
    @Override
    public void kill() {
        var all = tree();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(Postgres::awaitExit);
        all.forEach(ended -> Reaper.ofThisProcess().forget(ended.pid()));
    }

    @Override
    public void suspend() {
        tree().forEach(process -> Signal.STOP.send(process.pid()));
    }

    @Override
    public void resume() {
        tree().forEach(process -> Signal.CONT.send(process.pid()));
    }

    /** The postmaster first, lest it starts again what ends below it. */
    private List<ProcessHandle> tree() {
        return Stream.concat(Stream.of(handle()), handle().descendants()).toList();
    }

    /** Closes every connection and writes a checkpoint. Does nothing when it has ended. */
    @Override
    public void close() {
        postmaster.filter(ProcessHandle::isAlive).ifPresent(this::stop);
    }

    private void stop(ProcessHandle running) {
        resume();
        run(List.of("bin/pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "stop"));
        awaitExit(running);
        Reaper.ofThisProcess().forget(running.pid());
    }

    /**
     * {@code pg_ctl} returns when the server has taken back its file, a moment before it ends.
     * Under a first process that buries no dead (some containers) it never disappears, though it
     * has ended.
     */
    private static void awaitExit(ProcessHandle running) {
        try {
            var _ = running.onExit().get(EXIT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            // Stopped, as pg_ctl has said.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<ProcessHandle> running() {
        var file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()));
        } catch (IOException e) {
            throw new StackException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Under another name first: half of a data directory looks like a whole one. */
    private void initialise() {
        if (Files.exists(data)) {
            return;
        }
        var draft = data.resolveSibling("postgres.new");
        Folders.delete(draft);
        run(
                List.of(
                        "bin/initdb",
                        "-D",
                        draft.toString(),
                        "-U",
                        USER,
                        "-A",
                        "trust",
                        "-E",
                        "UTF-8",
                        "--no-locale"));
        try {
            Files.move(draft, data);
        } catch (IOException e) {
            throw new StackException("cannot create " + data + ": " + e.getMessage(), e);
        }
    }

    /**
     * {@code pg_ctl} gives the server a session of its own, so that Ctrl-C does not stop it before
     * its clients.
     */
    private void start() {
        var options = String.join(" ", settings());
        try {
            run(
                    List.of(
                            "bin/pg_ctl",
                            "-D",
                            data.toString(),
                            "-l",
                            log.toString(),
                            "-w",
                            "-o",
                            options,
                            "start"));
        } finally {
            postmaster = running();
            postmaster.ifPresent(server -> Reaper.ofThisProcess().watch(server.pid(), Signal.INT));
        }
    }

    private List<String> settings() {
        var settings =
                Map.of(
                        "port", Integer.toString(port),
                        "listen_addresses", "127.0.0.1",
                        "unix_socket_directories", "",
                        "fsync", "on",
                        "synchronous_commit", "on",
                        "full_page_writes", "on",
                        "shared_buffers", "128MB",
                        "max_connections", Integer.toString(MAX_CONNECTIONS));
        return settings.entrySet().stream()
                .map(setting -> "-c %s='%s'".formatted(setting.getKey(), setting.getValue()))
                .toList();
    }

    /** An audit log that loses acknowledged entries in a power cut proves nothing. */
    private void requireDurable() {
        for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            var value = show(setting);
            if (!value.equals("on")) {
                throw new StackException(
                        "postgres runs with " + setting + "=" + value + " and must run with on");
            }
        }
    }

    private String show(String setting) {
        try (var connection = DriverManager.getConnection(jdbcUrl(USER), USER, "");
                var statement = connection.createStatement();
                var result = statement.executeQuery("SHOW " + setting)) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new StackException(
                    "postgres does not answer: " + e.getMessage() + "; " + LogTail.of(log), e);
        }
    }

    private void run(List<String> command) {
        var words = new ArrayList<>(asOrdinaryUser());
        words.add(binaries.resolve(command.getFirst()).toString());
        words.addAll(command.subList(1, command.size()));
        try {
            Files.createDirectories(log.getParent());
            var output = ProcessBuilder.Redirect.appendTo(log.toFile());
            var process =
                    new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(output)
                            .start();
            if (!process.waitFor(COMMAND_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new StackException(
                        "%s did not end within %d s; %s"
                                .formatted(
                                        command.getFirst(),
                                        COMMAND_TIMEOUT.toSeconds(),
                                        LogTail.of(log)));
            }
            if (process.exitValue() != 0) {
                throw new StackException(
                        "%s failed; %s".formatted(command.getFirst(), LogTail.of(log)));
            }
        } catch (IOException e) {
            throw new StackException("cannot run " + words.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while starting postgres", e);
        }
    }

    /**
     * PostgreSQL refuses to run as root; in a user namespace of its own root is an ordinary user
     * that still owns the files.
     */
    private static List<String> asOrdinaryUser() {
        boolean root = new UnixSystem().getUid() == ROOT;
        boolean linux = System.getProperty("os.name").equals("Linux");
        return root && linux ? List.of("unshare", "-U") : List.of();
    }
}
