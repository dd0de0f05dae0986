package io.quaestor.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free loopback ports, chosen once per folder and used again; a port that another process took
 * meanwhile is replaced.
 *
 * <p>Safe for use by several threads.
 */
public final class Ports {
    /**
     * Below the ranges from which Linux (32768) and macOS (49152) take ports of outgoing
     * connections: those change owners any time.
     */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;

    /** Far more than a machine with any free port in the range needs. */
    private static final int TRIES = 1_000;

    private final Path file;
    private final Properties kept;
    private final Map<String, Integer> given = new HashMap<>();

    private Ports(Path file, Properties kept) {
        this.file = file;
        this.kept = kept;
    }

    /** The ports of a state folder. */
    public static Ports of(Path folder) {
        var file = folder.resolve("ports.properties");
        var kept = new Properties();
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                kept.load(reader);
            } catch (IOException e) {
                throw new StackException("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        return new Ports(file, kept);
    }

    /**
     * A port that is free now, the same as last time if possible.
     *
     * @param use what it is for, the key under which it is kept
     */
    public synchronized int free(String use) {
        int port = keptAndFree(use).orElseGet(() -> choose(use));
        given.put(use, port);
        kept.setProperty(use, Integer.toString(port));
        save();
        return port;
    }

    /** Every port by its use, as chosen so far. */
    public synchronized Map<String, Integer> all() {
        return new TreeMap<>(given);
    }

    private Optional<Integer> keptAndFree(String use) {
        return Optional.ofNullable(kept.getProperty(use))
                .map(Integer::valueOf)
                .filter(port -> isUsable(use, port));
    }

    private int choose(String use) {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (!kept.containsValue(Integer.toString(port)) && isUsable(use, port)) {
                return port;
            }
        }
        throw new StackException("no free port between " + FIRST + " and " + LAST);
    }

    private boolean isUsable(String use, int port) {
        boolean another =
                given.entrySet().stream()
                        .anyMatch(other -> other.getValue() == port && !other.getKey().equals(use));
        return !another && isFree(port);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) {
            return false; // Somebody listens there.
        }
    }

    private void save() {
        try (var writer =
                Files.newBufferedWriter(
                        Files.createDirectories(file.getParent()).resolve(file.getFileName()))) {
            kept.store(writer, "Chosen once, used again; a port that is taken is replaced.");
        } catch (IOException e) {
            throw new StackException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
