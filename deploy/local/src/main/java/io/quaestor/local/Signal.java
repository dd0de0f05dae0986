package io.quaestor.local;

import java.io.IOException;

/** A POSIX signal; Java itself can only send TERM and KILL. */
enum Signal {
    TERM,
    INT,
    STOP,
    CONT;

    /** Sends it; a process that has ended is no error. */
    void send(long pid) {
        try {
            new ProcessBuilder("kill", "-" + name(), Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new StackException("cannot signal process " + pid + ": " + e.getMessage(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
