package io.quaestor.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Secrets are given only by reference: {@code env:NAME} or {@code file:PATH}. */
final class Secret {

    private Secret() {}

    /**
     * The secret that {@code reference} names.
     *
     * @throws IllegalArgumentException when it is no reference or leads to nothing
     */
    static String resolve(String reference, Map<String, String> environment) {
        if (reference.startsWith("env:")) {
            String value = environment.get(reference.substring(4));
            if (value == null || value.isBlank()) {
                throw new IllegalArgumentException(reference + " is not set");
            }
            return value.strip();
        }
        if (reference.startsWith("file:")) {
            try {
                return Files.readString(Path.of(reference.substring(5))).strip();
            } catch (IOException e) {
                throw new IllegalArgumentException(reference + " cannot be read", e);
            }
        }
        throw new IllegalArgumentException(
                "a credential is given as env:NAME or file:PATH, never in clear");
    }
}
