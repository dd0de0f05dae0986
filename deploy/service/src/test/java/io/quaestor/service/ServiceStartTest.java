package io.quaestor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceStartTest {

    @Test
    void startsFromItsOwnFileTheSharedOneAndOverrides() {
        try (var service = SampleService.start(Map.of("sample.greeting", "good day"))) {
            assertThat(service.getProperty("sample.greeting", String.class)).contains("good day");
            assertThat(service.getProperty("micronaut.application.name", String.class))
                    .contains("sample-service");
            assertThat(service.getBean(EmbeddedServer.class).getHost()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void namesEveryVariableThatIsMissing() {
        var start = ServiceStart.of(SampleService.class, "sample-service");

        assertThatThrownBy(() -> start.start(Map.of("kafka.bootstrap.servers", "127.0.0.1:1")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessage(
                        "SAMPLE_GREETING and SCHEMA_REGISTRY_URL are not set in the environment");
    }

    @Test
    void refusesToServeOthersWithoutAToken() {
        assertThatThrownBy(() -> SampleService.start(Map.of("micronaut.server.host", "0.0.0.0")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("QUAESTOR_HTTP_HOST=0.0.0.0")
                .hasMessageContaining("QUAESTOR_HTTP_TOKEN");
    }

    @Test
    void refusesAFurtherListenerThatOthersReach() {
        assertThatThrownBy(
                        () ->
                                SampleService.start(
                                        Map.of("micronaut.server.netty.listeners.more.port", "0")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("the host of a Netty listener=0.0.0.0")
                .hasMessageContaining("QUAESTOR_HTTP_TOKEN");
    }

    @Test
    void servesOthersWithAToken(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("token"), "0123456789abcdef\n");

        try (var service =
                SampleService.start(
                        Map.of(
                                "micronaut.server.host",
                                "0.0.0.0",
                                "quaestor.http.token",
                                "file:" + file))) {
            assertThat(service.getBean(EmbeddedServer.class).isRunning()).isTrue();
        }
    }

    @Test
    void refusesATokenItselfAndDoesNotRepeatIt() {
        assertThatThrownBy(() -> SampleService.start(Map.of("quaestor.http.token", "hunter2")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("QUAESTOR_HTTP_TOKEN")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesATokenThatCanBeGuessed(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("token"), "short");

        assertThatThrownBy(() -> SampleService.start(Map.of("quaestor.http.token", "file:" + file)))
                .hasMessageContaining("fewer than 16 characters")
                .hasMessageNotContaining("short");
    }

    @Test
    void saysWhichValueHasTheWrongForm() {
        assertThatThrownBy(() -> SampleService.start(Map.of("micronaut.server.port", "eighty")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("eighty")
                .hasMessageNotContaining("\n");
    }

    @Test
    void saysThatItsPortIsTaken() {
        try (var first = SampleService.start(Map.of())) {
            int taken = first.getBean(EmbeddedServer.class).getPort();

            assertThatThrownBy(() -> SampleService.start(Map.of("micronaut.server.port", taken)))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("address is taken");
        }
    }

    @Test
    void endsTheProcessWithOneAndOneSentence() throws Exception {
        var process = process(Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"));

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "sample-service cannot start: SAMPLE_GREETING and SCHEMA_REGISTRY_URL are not set in the environment\n");
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
    }

    @Test
    void endsInGoodOrderWhenToldTo() throws Exception {
        var process =
                process(
                        Map.of(
                                "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                                "SCHEMA_REGISTRY_URL", "http://127.0.0.1:1",
                                "SAMPLE_GREETING", "hello"));
        try (var log = process.inputReader(StandardCharsets.UTF_8)) {
            String line = log.readLine();
            while (line != null && !line.contains("serves http://127.0.0.1:")) {
                line = log.readLine();
            }
            assertThat(line).isNotNull();

            process.destroy();

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
        }
    }

    private static Process process(Map<String, String> environment) throws IOException {
        var words =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SampleService.class.getName());
        var builder = new ProcessBuilder(words);
        builder.environment().keySet().removeIf(name -> name.startsWith("QUAESTOR_"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
