package io.quaestor.local;

import java.nio.file.Path;

/** A running process of the stack. */
public sealed interface StackPart extends AutoCloseable
        permits Broker, Registry, Postgres, ServiceProcess {
    /** As in {@code run.json} and in the log's name; unique in the stack. */
    String name();

    ProcessHandle handle();

    /** Where it serves HTTP; empty when it does not. */
    String url();

    Path log();

    /** Ends it, and all it started, at once (SIGKILL), and waits until it is gone. */
    void kill();

    /** Freezes it, and all it started (SIGSTOP): connections stay open and nothing answers. */
    void suspend();

    /** Lets what was frozen go on (SIGCONT). */
    void resume();

    /** Ends it in good order; does nothing when it has ended. */
    @Override
    void close();
}
