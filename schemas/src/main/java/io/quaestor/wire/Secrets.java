package io.quaestor.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * Finds secrets where a setting or the catalogue says they are: {@code env:NAME} or {@code
 * file:PATH}, nothing else. What is found never appears in a log or message; neither does a
 * reference of another form, for it may be the secret itself.
 */
public final class Secrets {

    /** Longer than any key or token in use; a larger file is a mistake. */
    private static final long FILE_BYTES_MAX = 64 * 1024;

    private static final String ENVIRONMENT = "env:";
    private static final String FILE = "file:";

    private final Function<String, String> environment;

    private Secrets(Function<String, String> environment) {
        this.environment = environment;
    }

    /** Reads the variables given, for example {@code System.getenv()}. */
    public static Secrets of(Map<String, String> environment) {
        Map<String, String> copy = Map.copyOf(environment);
        return new Secrets(name -> copy.getOrDefault(name, ""));
    }

    /** The outcome of a look-up. */
    public sealed interface Resolution {

        /** The secret. */
        record Found(Secret secret) implements Resolution {}

        /** Why there is none, in one sentence without any part of a secret. */
        record Absent(String reason) implements Resolution {}
    }

    /** Finds the secret; reads a file anew each time, so that a rotated one is seen. */
    public Resolution resolve(String reference) {
        if (reference.startsWith(ENVIRONMENT)) {
            return fromEnvironment(reference.substring(ENVIRONMENT.length()));
        }
        if (reference.startsWith(FILE)) {
            return fromFile(reference.substring(FILE.length()));
        }
        return new Resolution.Absent(
                "a secret is given as env:NAME or file:PATH; something else stands here, which is not shown");
    }

    private Resolution fromEnvironment(String name) {
        String value = environment.apply(name).strip();
        return value.isEmpty()
                ? new Resolution.Absent("environment variable " + name + " is not set")
                : new Resolution.Found(Secret.of(value));
    }

    private static Resolution fromFile(String name) {
        try {
            Path path = Path.of(name);
            if (Files.size(path) > FILE_BYTES_MAX) {
                return new Resolution.Absent("key file " + path + " is larger than 64 KiB");
            }
            String value = Files.readString(path, StandardCharsets.UTF_8).strip();
            return value.isEmpty()
                    ? new Resolution.Absent("key file " + path + " is empty")
                    : new Resolution.Found(Secret.of(value));
        } catch (IOException | InvalidPathException e) {
            return new Resolution.Absent(
                    "key file " + name + " cannot be read: " + e.getClass().getSimpleName());
        }
    }
}
