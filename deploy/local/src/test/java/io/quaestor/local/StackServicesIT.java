package io.quaestor.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackServicesIT {
    private static final HeardEvents HEARD = new HeardEvents();

    @TempDir static Path folder;
    private static LocalStack stack;

    @BeforeAll
    static void start() throws IOException {
        stack =
                LocalStack.open(distribution(), folder.resolve("state"), HEARD)
                        .startInfrastructure();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void startsAKilledServiceAgainOnItsPort() {
        stack.start(echo("killed"));
        var url = stack.service("killed").url();
        stack.kill("killed");
        assertThatThrownBy(() -> stack.service("killed"))
                .hasMessageContaining("no service killed runs in");

        stack.start(echo("killed"));

        assertThat(stack.service("killed").url()).isEqualTo(url);
        assertThat(HEARD.ended()).doesNotContain("killed");
    }

    @Test
    void startsWhatCrashedAgainInItsPlaceWithItsPortAndItsData() throws SQLException {
        stack.start(echo("crashed"));
        var url = stack.service("crashed").url();
        long pid = stack.service("crashed").handle().pid();
        execute("CREATE TABLE kept AS SELECT 42 AS answer");

        stack.crash("crashed");
        stack.crash("postgres");
        stack.restart("postgres");
        stack.restart("crashed");

        assertThat(stack.service("crashed").url()).isEqualTo(url);
        assertThat(stack.service("crashed").handle().pid()).isNotEqualTo(pid);
        execute("INSERT INTO kept VALUES (43)");
        assertThat(stack.runFile().processes())
                .extracting(RunFile.Running::name)
                .containsOnlyOnce("crashed", "postgres");
        assertThat(HEARD.ended()).doesNotContain("crashed", "postgres");
    }

    @Test
    void freezesAProcessAndLetsItGoOn() throws Exception {
        stack.start(echo("frozen"));
        var request =
                HttpRequest.newBuilder(URI.create(stack.service("frozen").url()))
                        .timeout(Duration.ofMillis(300))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            stack.suspend("frozen");
            assertThatThrownBy(() -> client.send(request, BodyHandlers.discarding()))
                    .isInstanceOf(HttpTimeoutException.class);
            stack.suspend("postgres");
            stack.resume("postgres");
            execute("SELECT 1");

            stack.resume("frozen");
            Await.until("it answers again", () -> answers(client, request));
        }
    }

    private static boolean answers(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false; // Asked again until the limit.
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(stack.jdbcUrl(), Postgres.USER, "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void reportsAProcessThatEndsUnasked() throws InterruptedException {
        stack.start(echo("victim"));

        stack.service("victim").process().kill();

        Await.until("its end was reported", () -> HEARD.ended().contains("victim"));
    }

    @Test
    void tellsAServiceWhereEverythingIs() throws IOException {
        stack.start(echo("asked"));

        var url = URI.create(stack.service("asked").url()).toURL();
        try (var answer = url.openStream()) {
            assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("QUAESTOR_INSTANCE=asked")
                    .contains("KAFKA_BOOTSTRAP_SERVERS=" + stack.kafka().bootstrapServers())
                    .contains("SCHEMA_REGISTRY_URL=" + stack.runFile().registryUrl())
                    .contains("QUAESTOR_AUDIT_DB_URL=" + stack.jdbcUrl())
                    .contains("ITS_OWN=secret");
        }
    }

    @Test
    void saysWhyAServiceDidNotStart() {
        var broken =
                new Service(
                        "echo",
                        "broken",
                        Map.of("QUAESTOR_HTTP_PORT", "none"),
                        List.of(),
                        "/health");

        assertThatThrownBy(() -> stack.start(broken))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("broken ended with status 1 while starting")
                .hasMessageContaining("NumberFormatException");
    }

    @Test
    void saysHowToBuildAProgramThatIsMissing() {
        var missing = new Service("nowhere", "nowhere-1", Map.of(), List.of(), "/health");

        assertThatThrownBy(() -> stack.start(missing))
                .hasMessageContaining("nowhere.args is missing; build it with");
    }

    private static Service echo(String instance) {
        return new Service("echo", instance, Map.of("ITS_OWN", "secret"), List.of(), "/health");
    }

    /** The built one and the service of this test. */
    private static Distribution distribution() throws IOException {
        var built = Distribution.find();
        var home = Files.createDirectories(folder.resolve("home"));
        for (var program : List.of("broker.args", "registry.args")) {
            Files.copy(built.home().resolve(program), home.resolve(program));
        }
        Files.createSymbolicLink(home.resolve("postgres"), PostgresBinaries.in(built));
        var classPath = System.getProperty("java.class.path");
        Files.writeString(
                home.resolve("echo.args"),
                "-cp \"%s\" %s".formatted(classPath, EchoService.class.getName()));
        return new Distribution(home, List.of());
    }
}
