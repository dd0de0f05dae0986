package io.quaestor.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Ends our children when we are killed: a process cannot run a shutdown hook on SIGKILL.
 *
 * <p>A small shell reads the children's process ids from a pipe. Only our death closes the pipe;
 * the shell then ends whatever is left, politely for ten seconds, then by force. A process id
 * cannot be used again while its parent lives, so it never ends a stranger.
 */
final class Reaper {
    private static final String SCRIPT =
            """
            trap '' INT HUP QUIT TERM
            children=
            while read -r verb child; do
              case $verb in
                +) children="$children $child" ;;
                -) left=; for c in $children; do [ "${c%:*}" = "$child" ] || left="$left $c"; done; children=$left ;;
              esac
            done
            for c in $children; do kill -"${c#*:}" "${c%:*}"; kill -CONT "${c%:*}"; done 2>/dev/null
            for turn in 1 2 3 4 5 6 7 8 9 10; do
              left=; for c in $children; do kill -0 "${c%:*}" 2>/dev/null && left="$left $c"; done
              [ -z "$left" ] && exit
              sleep 1
            done
            for c in $left; do kill -KILL "${c%:*}"; done 2>/dev/null
            """;

    private static final class OfThisProcess {
        private static final Reaper REAPER = start();
    }

    private final OutputStream pipe;

    private Reaper(OutputStream pipe) {
        this.pipe = pipe;
    }

    /** The one of this Java virtual machine, started when first needed. */
    static Reaper ofThisProcess() {
        return OfThisProcess.REAPER;
    }

    /** From now on the process does not outlive us; it is asked to end by this signal. */
    void watch(long pid, Signal signal) {
        write("+ " + pid + ":" + signal + "\n");
    }

    /** The process has ended. */
    void forget(long pid) {
        write("- " + pid + "\n");
    }

    private synchronized void write(String line) {
        try {
            pipe.write(line.getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        } catch (IOException e) {
            throw new StackException("the process that ends our children was killed", e);
        }
    }

    private static Reaper start() {
        try {
            var shell =
                    new ProcessBuilder("/bin/sh", "-c", SCRIPT)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return new Reaper(shell.getOutputStream());
        } catch (IOException e) {
            throw new StackException("cannot start a shell: " + e.getMessage(), e);
        }
    }
}
