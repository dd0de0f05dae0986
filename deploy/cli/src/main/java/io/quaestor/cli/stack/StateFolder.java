package io.quaestor.cli.stack;

import io.quaestor.local.Distribution;
import io.quaestor.local.Folders;
import io.quaestor.local.LocalStack;
import io.quaestor.local.StackListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The folder of a command that begins without the data of its last run. */
public final class StateFolder {
    /** Ports are chosen once per folder; the lock is another stack's to hold. */
    private static final Set<String> KEPT = Set.of("ports.properties", "lock");

    /**
     * Empties it.
     *
     * @throws io.quaestor.local.StackException when a stack runs there
     */
    public static void empty(Distribution distribution, Path folder, StackListener listener) {
        // Opening takes the lock, and ends what a killed run may have left running.
        LocalStack.open(distribution, folder, listener).close();
        try (var children = Files.newDirectoryStream(folder)) {
            for (var child : children) {
                if (!KEPT.contains(String.valueOf(child.getFileName()))) {
                    Folders.delete(child);
                }
            }
        } catch (IOException e) {
            throw new CommandFailure("cannot empty " + folder, e);
        }
    }

    private StateFolder() {}
}
