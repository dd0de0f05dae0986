package io.quaestor.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Proportional set size: a process's own memory and its share of what it shares, so that processes
 * can be added up. Linux only.
 */
public final class Pss {
    private static final String LINE = "Pss:";
    private static final long BYTES_PER_KB = 1024;

    private Pss() {}

    /** Bytes of the process and all it started, or empty where the system does not tell. */
    public static OptionalLong ofTree(ProcessHandle root) {
        var sizes =
                Stream.concat(Stream.of(root), root.descendants())
                        .map(Pss::of)
                        .filter(OptionalLong::isPresent)
                        .toList();
        return sizes.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(sizes.stream().mapToLong(OptionalLong::getAsLong).sum());
    }

    private static OptionalLong of(ProcessHandle process) {
        try (var lines =
                Files.lines(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith(LINE))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KB)
                    .findFirst();
        } catch (IOException _) {
            return OptionalLong.empty(); // Ended meanwhile, or not Linux.
        }
    }
}
