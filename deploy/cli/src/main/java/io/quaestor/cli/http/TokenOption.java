package io.quaestor.cli.http;

import io.quaestor.cli.stack.CommandFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names what a service's bearer token is read from. */
public final class TokenOption {
    @Option(
            names = "--token-env",
            paramLabel = "NAME",
            description = "Environment variable that holds its bearer token; default: none.")
    private @Nullable String variable;

    /**
     * The token; empty where no variable is named.
     *
     * @throws CommandFailure when the variable is not set
     */
    public Optional<String> token() {
        if (variable == null) {
            return Optional.empty();
        }
        var token = System.getenv(variable);
        if (token == null) {
            throw new CommandFailure("environment variable %s is not set".formatted(variable));
        }
        return Optional.of(token);
    }
}
