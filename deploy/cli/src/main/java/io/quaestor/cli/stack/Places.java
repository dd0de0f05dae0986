package io.quaestor.cli.stack;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where things are: the launcher says where the repository is, else it is the working directory.
 */
public final class Places {
    private static final String ROOT = "QUAESTOR_ROOT";

    /** Where the local stack keeps everything. */
    public static Path state() {
        return root().resolve(".quaestor");
    }

    /** The demo's catalogue, documents and prompts. */
    public static Path samples() {
        return root().resolve("deploy").resolve("samples");
    }

    private static Path root() {
        return Path.of(Optional.ofNullable(System.getenv(ROOT)).orElse(""));
    }

    private Places() {}
}
