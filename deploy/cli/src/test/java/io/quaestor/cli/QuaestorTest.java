package io.quaestor.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.quaestor.kernel.JobId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuaestorTest {
    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "demo --help",
                "up --help",
                "down --help",
                "status --help",
                "catalog --help",
                "logs --help",
                "submit --help",
                "responses --help",
                "jobs --help",
                "cancel --help",
                "spend --help",
                "budgets --help",
                "providers --help",
                "dead-letters --help",
                "dead-letters list --help",
                "dead-letters show --help",
                "dead-letters replay --help",
                "completion --help",
                "bench --help",
                "chaos --help",
                "catalog apply --help",
                "catalog diff --help",
                "catalog history --help",
                "catalog validate --help",
                "catalog show --help",
                "audit --help",
                "audit verify --help",
                "audit search --help",
                "audit export --help"
            })
    void explainsEachCommand(String arguments) {
        assertThat(run(arguments.split(" "))).isZero();
        assertThat(out.toString()).contains("Usage: quaestor").contains("--help");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dance",
                "catalog",
                "audit",
                "status --colour",
                "catalog apply",
                "submit",
                "spend --by colour",
                "cancel",
                "cancel an-id --department d --request-id r",
                "cancel --department d",
                "dead-letters",
                "chaos --kill everybody",
                "chaos --seconds 5",
                "chaos --workers 0",
                "chaos --rate 0",
                "chaos --provider-faults terrible"
            })
    void answersAWrongArgumentWithOneSentenceAndStatusTwo(String arguments) {
        var words = arguments.isEmpty() ? new String[0] : arguments.split(" ");
        assertThat(run(words)).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("--help");
    }

    @Test
    void saysThatNoStackRuns() {
        assertThat(run("status", "--state", folder.toString())).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("no local stack runs in");
    }

    @Test
    void saysThatNoBrokerAnswers() {
        // Port 1 is nobody's.
        assertThat(
                        run(
                                "catalog",
                                "show",
                                "--bootstrap-servers",
                                "127.0.0.1:1",
                                "--registry",
                                "http://127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("no Kafka broker answers at 127.0.0.1:1.");
    }

    @Test
    void saysThatNoServiceAnswers() {
        assertThat(run("jobs", "--unknown", "--url", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("nobody answers at http://127.0.0.1:1.");
    }

    @Test
    void asksForAJobToBeCancelledByEitherOfItsNames() throws IOException {
        var asked = new ArrayList<String>();
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                    var answer = "{\"jobId\":\"j\",\"state\":\"QUEUED\"}".getBytes(UTF_8);
                    exchange.sendResponseHeaders(202, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        try {
            var url = "http://127.0.0.1:" + server.getAddress().getPort();
            var names = List.of("--department", "legal", "--request-id", "r 1");
            assertThat(run("cancel", "an-id", "--by", "ada", "--url", url)).isZero();
            assertThat(out.toString()).contains("job j is to be cancelled; it was QUEUED");
            var words = new ArrayList<>(List.of("cancel", "--json", "--url", url));
            words.addAll(names);
            assertThat(run(words.toArray(String[]::new))).isZero();
        } finally {
            server.stop(0);
        }

        assertThat(asked)
                .containsExactly(
                        "DELETE /v1/jobs/an-id?by=ada",
                        "DELETE /v1/jobs/" + JobId.ofTexts("legal", "r 1").text());
    }

    @Test
    void saysWhichDocumentCannotBeRead() {
        assertThat(
                        run(
                                "submit",
                                folder.resolve("none.txt").toString(),
                                "--department",
                                "legal",
                                "--model",
                                "fast",
                                "--prompt",
                                "p"))
                .isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("cannot read");
    }

    @Test
    void writesACompletionScriptOfEveryCommand() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString()).contains("dead-letters", "--bootstrap-servers");
    }

    @Test
    void saysThatNoDatabaseAnswers() {
        assertThat(run("audit", "verify", "--database", "jdbc:postgresql://127.0.0.1:1/q"))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("the audit database");
    }

    @Test
    void listsEveryProblemOfACatalogue() throws IOException {
        var file = Files.writeString(folder.resolve("c.yml"), "providers: {a: {protocol: soap}}\n");

        assertThat(run("catalog", "validate", file.toString())).isEqualTo(1);
        assertThat(err.toString().lines().toList())
                .hasSizeGreaterThan(3)
                .first()
                .asString()
                .contains("is refused");
        assertThat(err.toString()).contains("line 1: providers.a.protocol: must be openai");
    }

    @Test
    void countsWhatAValidCatalogueHasAsJson() {
        var file = Path.of("..", "samples", "catalog.yml");

        assertThat(run("catalog", "validate", file.toString(), "--json")).isZero();
        assertThat(out.toString().strip())
                .startsWith("{\"valid\":true,\"providers\":2,")
                .contains("\"models\":4,", "\"legal\"");
    }

    private int run(String... arguments) {
        return Quaestor.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
