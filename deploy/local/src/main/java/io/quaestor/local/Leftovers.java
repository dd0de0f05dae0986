package io.quaestor.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends what an earlier stack of the folder left running: only possible when it and its {@link
 * Reaper} were both killed.
 */
final class Leftovers {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Leftovers() {}

    /** Call only while holding the folder's lock. Returns the names of what was still running. */
    static List<String> end(Path folder) {
        var names = new ArrayList<String>();
        for (var running : RunFile.read(folder).map(RunFile::processes).orElse(List.of())) {
            running.handle()
                    .ifPresent(
                            handle -> {
                                names.add(running.name());
                                end(running.name(), handle);
                            });
        }
        return names;
    }

    private static void end(String name, ProcessHandle handle) {
        Signal.CONT.send(handle.pid());
        // PostgreSQL would wait for its clients on TERM.
        (name.equals("postgres") ? Signal.INT : Signal.TERM).send(handle.pid());
        try {
            var _ = handle.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            handle.destroyForcibly();
        } catch (ExecutionException e) {
            throw new StackException("cannot wait for " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while ending " + name, e);
        }
    }
}
