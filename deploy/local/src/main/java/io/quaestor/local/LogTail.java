package io.quaestor.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The end of a log, for an error message. */
final class LogTail {
    /** About what fits on a screen: a stack trace's head and what led to it. */
    private static final int LINES = 25;

    /** Enough for those lines; a log may be gigabytes long. */
    private static final int BYTES = 16 * 1024;

    private LogTail() {}

    static String of(Path log) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - BYTES));
            var bytes = new byte[(int) Math.min(BYTES, file.length() - file.getFilePointer())];
            file.readFully(bytes);
            var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            var tail = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
            return "the end of " + log + ":\n  " + String.join("\n  ", tail);
        } catch (IOException e) {
            return "its log " + log + " cannot be read: " + e.getMessage();
        }
    }
}
