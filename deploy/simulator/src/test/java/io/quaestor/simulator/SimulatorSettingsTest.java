package io.quaestor.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quaestor.simulator.auth.AccessKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorSettingsTest {

    private static final Map<String, String> SECRETS = Map.of("KEY", "k", "AWS", "ID:a:b/c");

    @Test
    void readsArgumentsBeforeTheEnvironment() {
        SimulatorSettings settings =
                SimulatorSettings.of(
                        List.of("--port", "8080", "--access-key=env:AWS"),
                        Map.of(
                                "AWS", "ID:a:b/c",
                                "KEY", "k",
                                "QUAESTOR_SIMULATOR_PORT", "1",
                                "QUAESTOR_SIMULATOR_BEARER_KEY", "env:KEY"));

        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.bearerKeys()).containsExactly("k");
        assertThat(settings.accessKeys()).containsExactly(new AccessKey("ID", "a:b/c"));
        assertThat(settings.toString()).doesNotContain("b/c");
    }

    @Test
    void readsASecretFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "secret\n");

        SimulatorSettings settings =
                SimulatorSettings.of(List.of("--bearer-key", "file:" + file), Map.of());

        assertThat(settings.bearerKeys()).containsExactly("secret");
    }

    @Test
    void saysInOneSentenceWhatIsWrong() {
        assertWrong("no credential");
        assertWrong("unknown argument '--prot'", "--prot", "1");
        assertWrong("'--port' needs a value", "--port");
        assertWrong("'port' must be a whole number", "--port", "x", "--bearer-key", "env:KEY");
        assertWrong("never in clear", "--bearer-key", "sk-in-clear");
        assertWrong("env:NONE is not set", "--bearer-key", "env:NONE");
        assertWrong("ID:SECRET", "--access-key", "env:KEY");
    }

    private static void assertWrong(String message, String... arguments) {
        assertThatThrownBy(() -> SimulatorSettings.of(List.of(arguments), SECRETS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("sk-in-clear");
    }
}
