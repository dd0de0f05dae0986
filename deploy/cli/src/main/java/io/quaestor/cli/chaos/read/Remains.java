package io.quaestor.cli.chaos.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Edge: processes that still know a state folder after its stack was stopped. Linux only. */
public final class Remains {
    /** Every process of a stack is told its folder, in its arguments or its environment. */
    private static final List<String> TOLD = List.of("cmdline", "environ");

    /** Names them; one that has ended and is not buried by its parent is none. */
    public static List<String> of(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> knows(process, folder.toAbsolutePath().normalize().toString()))
                .map(process -> process.pid() + " " + process.info().command().orElse("?"))
                .toList();
    }

    /** What has ended has neither arguments nor environment. */
    private static boolean knows(ProcessHandle process, String folder) {
        return TOLD.stream()
                .map(name -> Path.of("/proc", Long.toString(process.pid()), name))
                .anyMatch(file -> contains(file, folder));
    }

    private static boolean contains(Path file, String folder) {
        try {
            // Some entries are not text; what is asked for is.
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains(folder + "/");
        } catch (IOException _) {
            return false; // Ended meanwhile, or somebody else's.
        }
    }

    private Remains() {}
}
