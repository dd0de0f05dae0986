package io.quaestor.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code run.json} of a state folder: what runs there, for people, tools and the next start.
 *
 * @param stateFolder the folder itself
 * @param owner the process that started the stack
 * @param bootstrapServers Kafka
 * @param registryUrl the schema registry
 * @param jdbcUrl the audit database
 * @param jdbcUser its user, without a password
 * @param ports every port by its use
 * @param complete whether everything its owner wanted has been started
 * @param processes everything that was started and not stopped
 */
public record RunFile(
        String stateFolder,
        Running owner,
        String bootstrapServers,
        String registryUrl,
        String jdbcUrl,
        String jdbcUser,
        Map<String, Integer> ports,
        boolean complete,
        List<Running> processes) {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * A process; with its start it is never mistaken for a later one of the same id.
     *
     * @param name {@code broker}, {@code router-worker-1}, …
     * @param startedAtMillis since the epoch
     * @param url where it serves HTTP, or empty
     * @param log its log file
     */
    public record Running(String name, long pid, long startedAtMillis, String url, String log) {
        static Running of(String name, ProcessHandle handle, String url, Path log) {
            return new Running(name, handle.pid(), startOf(handle), url, log.toString());
        }

        /** The process itself, if it still runs. */
        public Optional<ProcessHandle> handle() {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(found -> startOf(found) == startedAtMillis);
        }

        private static long startOf(ProcessHandle handle) {
            return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        }
    }

    /** What runs, or last ran, in a folder. */
    public static Optional<RunFile> read(Path folder) {
        var file = folder.resolve("run.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), RunFile.class));
        } catch (IOException e) {
            throw new StackException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes it whole or not at all. */
    void write(Path folder) {
        var file = folder.resolve("run.json");
        var draft = folder.resolve("run.json.draft");
        try {
            JSON.writeValue(draft.toFile(), this);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StackException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
