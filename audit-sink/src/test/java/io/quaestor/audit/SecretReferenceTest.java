package io.quaestor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReferenceTest {

    @Test
    void readsTheEnvironmentOrAFileOrNothing(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "from file\n");

        assertThat(resolved("env:PG_PASSWORD")).isEqualTo("from environment");
        assertThat(resolved("file:" + file)).isEqualTo("from file");
        assertThat(resolved("")).isEmpty();
    }

    @Test
    void namesAReferenceThatLeadsNowhere(@TempDir Path folder) {
        assertThatThrownBy(() -> resolved("env:MISSING")).hasMessageContaining("env:MISSING");
        assertThatThrownBy(() -> resolved("file:" + folder.resolve("none")))
                .hasMessageContaining("none");
    }

    @Test
    void refusesASecretItselfAndDoesNotRepeatIt() {
        assertThatThrownBy(() -> resolved("hunter2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
    }

    private static String resolved(String reference) {
        return new SecretReference(reference).resolved(Map.of("PG_PASSWORD", "from environment"));
    }
}
