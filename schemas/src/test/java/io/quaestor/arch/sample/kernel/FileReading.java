package io.quaestor.arch.sample.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Breaks the rule that pure code does no input or output. */
final class FileReading {

    private FileReading() {}

    static String read(Path file) throws IOException {
        return Files.readString(file);
    }
}
