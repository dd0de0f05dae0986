package io.quaestor.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.cli.stack.CommandFailure;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class TokenOptionTest {

    @Test
    void readsTheTokenFromTheEnvironment() {
        assertThat(given("--token-env", "PATH").token()).contains(System.getenv("PATH"));
    }

    @Test
    void sendsNoneWhereNoneIsNamed() {
        assertThat(given().token()).isEmpty();
    }

    @Test
    void saysThatTheVariableIsNotSet() {
        var option = given("--token-env", "QUAESTOR_NO_SUCH_TOKEN");
        assertThatThrownBy(option::token)
                .isInstanceOf(CommandFailure.class)
                .hasMessage("environment variable QUAESTOR_NO_SUCH_TOKEN is not set");
    }

    private static TokenOption given(String... arguments) {
        var asking = new Asking();
        new CommandLine(asking).parseArgs(arguments);
        return asking.token;
    }

    @Command(name = "ask")
    private static final class Asking {
        @Mixin private TokenOption token = new TokenOption();
    }
}
