package io.quaestor.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** File descriptors in use: files, sockets, pipes. Linux only. */
public final class OpenFiles {
    private OpenFiles() {}

    /** Of the process and all it started, or empty when one ends meanwhile or nobody tells. */
    public static OptionalInt ofTree(ProcessHandle root) {
        try {
            int count = 0;
            for (var process : Stream.concat(Stream.of(root), root.descendants()).toList()) {
                try (var files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
                    count += Math.toIntExact(files.count());
                }
            }
            return OptionalInt.of(count);
        } catch (IOException _) {
            return OptionalInt.empty();
        }
    }
}
