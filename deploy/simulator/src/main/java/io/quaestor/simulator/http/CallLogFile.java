package io.quaestor.simulator.http;

import io.quaestor.simulator.log.CallRecorder;
import io.quaestor.simulator.log.LoggedCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Edge: the call log as a file of JSON lines, two a call: one when it arrives, one when it ends.
 *
 * <p>A line is handed to the operating system before the call goes on, so it outlives a kill -9 of
 * this process. A start appends: sequences then begin at 1 again, and what was open stays so.
 */
public final class CallLogFile implements CallRecorder, AutoCloseable {
    private final FileChannel file;

    private CallLogFile(FileChannel file) {
        this.file = file;
    }

    /** Opens it at its end; created when absent. */
    public static CallLogFile append(Path path) throws IOException {
        return new CallLogFile(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /**
     * Writes the entry as it is now, as in {@code GET /simulator/calls}.
     *
     * @throws UncheckedIOException when it cannot be written: a call that is not in the log must
     *     not be answered
     */
    @Override
    public void record(LoggedCall call) {
        var line = (CallJson.call(call) + "\n").getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.wrap(line);
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the call log cannot be written", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
