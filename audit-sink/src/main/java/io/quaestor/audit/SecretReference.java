package io.quaestor.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret is: {@code env:NAME}, {@code file:PATH}, or empty for none. A secret itself is
 * refused.
 */
record SecretReference(String reference) {

    private static final String ENVIRONMENT = "env:";
    private static final String FILE = "file:";

    SecretReference {
        if (!reference.isEmpty()
                && !reference.startsWith(ENVIRONMENT)
                && !reference.startsWith(FILE)) {
            // Not repeated in the message: it may be the secret.
            throw new IllegalArgumentException(
                    "a secret is given as env:NAME or file:PATH, never itself");
        }
    }

    /**
     * The secret; empty when none is referred to.
     *
     * @throws IllegalArgumentException naming the reference, when there is nothing behind it
     */
    String resolved(Map<String, String> environment) {
        if (reference.startsWith(ENVIRONMENT)) {
            @Nullable String value = environment.get(reference.substring(ENVIRONMENT.length()));
            if (value == null) {
                throw new IllegalArgumentException(
                        "the environment has no variable of " + reference);
            }
            return value;
        }
        return reference.isEmpty() ? "" : fromFile(Path.of(reference.substring(FILE.length())));
    }

    private static String fromFile(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("the secret cannot be read from file:" + file, e);
        }
    }
}
