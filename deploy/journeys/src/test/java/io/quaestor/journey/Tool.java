package io.quaestor.journey;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that is run to its end, with its output in a file. */
final class Tool {
    /** An installation from a cold cache takes a minute; everything else a few seconds. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path folder;
    private final Map<String, String> environment;

    Tool(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** Whether the path has a program of this name. */
    static boolean exists(String name) {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(Path::of)
                .anyMatch(place -> Files.isExecutable(place.resolve(name)));
    }

    /**
     * What it wrote to its standard output; the rest lies in {@code log}.
     *
     * @throws AssertionError when it fails or does not end
     */
    String run(Path log, String... command) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            var output = log.resolveSibling(log.getFileName() + ".out");
            var builder =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectOutput(output.toFile())
                            .redirectError(log.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            try {
                ended(process, log, command);
            } finally {
                process.destroyForcibly();
            }
            return Files.readString(output);
        } catch (IOException e) {
            throw new AssertionError("cannot run " + List.of(command), e);
        }
    }

    private static void ended(Process process, Path log, String... command) throws IOException {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(
                        List.of(command) + " does not end: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(List.of(command) + " failed: " + Files.readString(log));
        }
    }
}
