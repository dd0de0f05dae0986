package io.quaestor.cli.stack;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name the audit database; without them it is the local stack's. */
public final class DatabaseOptions {
    @Option(
            names = "--database",
            paramLabel = "JDBC-URL",
            description = "The audit database; default: the local stack's.")
    private @Nullable String url;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "postgres",
            description = "A role that may read it; default: ${DEFAULT-VALUE}.")
    private String user = "";

    @Option(
            names = "--password-env",
            paramLabel = "NAME",
            description = "Environment variable that holds its password; default: none.")
    private @Nullable String passwordVariable;

    @Mixin private StateOption state = new StateOption();

    /** Where the database is; {@code toString} hides the password. */
    public record Place(String url, String user, String password) {
        @Override
        public String toString() {
            return "Place[" + url + ", " + user + "]";
        }
    }

    /**
     * The database.
     *
     * @throws CommandFailure when none is named and none runs here
     */
    public Place resolve() {
        if (url != null) {
            return new Place(url, user, password());
        }
        var stack = state.running();
        return new Place(stack.jdbcUrl(), stack.jdbcUser(), "");
    }

    private String password() {
        if (passwordVariable == null) {
            return "";
        }
        return Optional.ofNullable(System.getenv(passwordVariable))
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        "environment variable "
                                                + passwordVariable
                                                + " is not set"));
    }
}
