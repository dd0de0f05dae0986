package io.quaestor.local;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One process of the stack.
 *
 * <p>It ignores Ctrl-C of the terminal it shares with us, so that the stack ends in its own order,
 * and it ends when this process dies (see {@link Reaper}). What it prints goes to its log, whose
 * tail is part of every error about it.
 */
public final class ChildProcess implements AutoCloseable {
    /**
     * Signals set to "ignore" stay ignored through exec, and a Java virtual machine leaves them so.
     */
    private static final List<String> IGNORING_CTRL_C =
            List.of("/bin/sh", "-c", "trap '' INT HUP QUIT; exec \"$@\"", "sh");

    private static final Duration PROBE_INTERVAL = Duration.ofMillis(25);

    /** A service gives back its lanes and closes its clients in this time; then it is killed. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    private final Command command;
    private final Process process;

    private ChildProcess(Command command, Process process) {
        this.command = command;
        this.process = process;
    }

    /**
     * Starts the process; it is not ready yet.
     *
     * @throws StackException when it cannot be started at all
     */
    public static ChildProcess start(Command command) {
        var words = new ArrayList<>(IGNORING_CTRL_C);
        words.addAll(command.words());
        var log = command.log().toFile();
        var builder =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().putAll(command.environment());
        try {
            Files.createDirectories(command.log().toAbsolutePath().getParent());
            var process = builder.start();
            process.getOutputStream().close();
            Reaper.ofThisProcess().watch(process.pid(), Signal.TERM);
            var _ = process.onExit().thenRun(() -> Reaper.ofThisProcess().forget(process.pid()));
            return new ChildProcess(command, process);
        } catch (IOException e) {
            throw new StackException("cannot start " + command.name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Waits until the process serves.
     *
     * @throws StackException with the log's tail, when it ended or is not ready in time; it is then
     *     no longer running
     */
    public ChildProcess awaitReady(Readiness readiness, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!ready(readiness)) {
            if (!process.isAlive()) {
                throw new StackException(
                        "%s ended with status %d while starting; %s"
                                .formatted(name(), process.exitValue(), logTail()));
            }
            if (System.nanoTime() > deadline) {
                kill();
                throw new StackException(
                        "%s was not ready within %d s; %s"
                                .formatted(name(), timeout.toSeconds(), logTail()));
            }
            pause();
        }
        return this;
    }

    public String name() {
        return command.name();
    }

    public Command command() {
        return command;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes with the exit status. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Ends it at once (SIGKILL) and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        await(STOP_TIMEOUT);
    }

    /** Freezes it (SIGSTOP): its connections stay open and nothing answers. */
    public void suspend() {
        Signal.STOP.send(pid());
    }

    /** Lets a frozen process go on (SIGCONT). */
    public void resume() {
        Signal.CONT.send(pid());
    }

    /** Asks it to end (SIGTERM), a frozen one too, and kills it when it has not within 15 s. */
    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            resume();
            if (!await(STOP_TIMEOUT)) {
                kill();
            }
        }
    }

    /** Where its output is and the last lines of it, for an error message. */
    public String logTail() {
        return LogTail.of(command.log());
    }

    private boolean ready(Readiness readiness) {
        try {
            return process.isAlive() && readiness.isReady();
        } catch (IOException _) {
            return false; // Not listening yet; asked again until the deadline.
        }
    }

    private boolean await(Duration timeout) {
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void pause() {
        try {
            Thread.sleep(PROBE_INTERVAL);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while starting", e);
        }
    }
}
