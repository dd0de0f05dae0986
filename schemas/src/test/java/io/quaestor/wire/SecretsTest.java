package io.quaestor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.wire.Secrets.Resolution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    private final Secrets secrets = Secrets.of(Map.of("PG_PASSWORD", "from environment"));

    @Test
    void readsTheEnvironment() {
        assertThat(secrets.resolve("env:PG_PASSWORD")).isEqualTo(found("from environment"));
    }

    @Test
    void seesARotatedFile(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("key"), "one\n");
        assertThat(secrets.resolve("file:" + file)).isEqualTo(found("one"));

        Files.writeString(file, "two");

        assertThat(secrets.resolve("file:" + file)).isEqualTo(found("two"));
        assertThat(secrets.resolve("file:" + file).toString()).doesNotContain("two");
    }

    @Test
    void namesAReferenceThatLeadsNowhere(@TempDir Path folder) throws IOException {
        var empty = Files.writeString(folder.resolve("empty"), " \n");

        assertThat(reason("env:MISSING")).contains("MISSING");
        assertThat(reason("file:" + folder.resolve("none"))).contains("none");
        assertThat(reason("file:" + empty)).contains("empty");
    }

    @Test
    void refusesASecretItselfAndDoesNotRepeatIt() {
        assertThat(reason("hunter2")).contains("env:NAME").doesNotContain("hunter2");
    }

    private String reason(String reference) {
        return ((Resolution.Absent) secrets.resolve(reference)).reason();
    }

    private static Resolution found(String secret) {
        return new Resolution.Found(Secret.of(secret));
    }
}
