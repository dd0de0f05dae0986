package io.quaestor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quaestor.cli.Quaestor;
import io.quaestor.cli.stack.StackConsole;
import io.quaestor.cli.stack.WholeStack;
import io.quaestor.local.Distribution;
import io.quaestor.local.LocalStack;
import io.quaestor.wire.ClientDefaults;
import io.quaestor.wire.Topics;
import io.quaestor.wire.registry.EventClasses;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The command line against a running stack, as a person uses it. */
@TestMethodOrder(OrderAnnotation.class)
class CommandLineIT {
    private static final Path SAMPLES =
            Path.of(System.getProperty("quaestor.root"), "deploy", "samples");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A shorter reply may be a word that any log holds. */
    private static final int SENTENCE_CHARS = 20;

    private static final String TRACEPARENT =
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @TempDir private static Path folder;
    private static LocalStack stack;
    private static WholeStack whole;

    private record Ran(int status, String out, String err) {
        List<JsonNode> json() {
            var nodes = new ArrayList<JsonNode>();
            out.lines()
                    .forEach(
                            line -> {
                                try {
                                    nodes.add(JSON.readTree(line));
                                } catch (JsonProcessingException e) {
                                    throw new AssertionError(line, e);
                                }
                            });
            return nodes;
        }
    }

    @BeforeAll
    static void start() {
        EventClasses.trust();
        stack =
                LocalStack.open(
                        Distribution.find().shortLived(),
                        folder.resolve("state"),
                        new StackConsole(System.err));
        whole = WholeStack.begin(stack, Optional.of(SAMPLES.resolve("simulator.json")));
        var sample = SAMPLES.resolve("catalog.yml").toString();
        var applied = run("catalog", "apply", sample, "--reason", "first");
        assertThat(applied.status()).as(applied.err()).isZero();
        whole.startServices(1);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static Ran run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        if (!all.contains("--help") && !all.getFirst().equals("completion")) {
            all.addAll(List.of("--state", folder.resolve("state").toString()));
        }
        return runAsItIs(all);
    }

    private static Ran runAsItIs(List<String> arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status =
                Quaestor.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(arguments.toArray(String[]::new));
        return new Ran(status, out.toString(), err.toString());
    }

    private static Ran submit(Path document, String... more) {
        var all =
                new ArrayList<>(
                        List.of(
                                "submit",
                                document.toString(),
                                "--department",
                                "finance",
                                "--model",
                                "cheap",
                                "--prompt",
                                "Summarise in one sentence.",
                                "--max-output-tokens",
                                "100",
                                "--json"));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    @Test
    @Order(1)
    void submitsADocumentAndWaitsForItsAnswer() throws IOException {
        var document = Files.writeString(folder.resolve("note.txt"), "The treasury is full.");
        var first = submit(document, "--wait");
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.json()).hasSize(1);
        var answer = first.json().getFirst();
        assertThat(answer.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(answer.path("content").asText()).isNotBlank();
        assertThat(answer.path("simulated").asBoolean()).isTrue();

        var moved = Files.copy(document, folder.resolve("moved.txt"));
        var again = submit(moved, "--wait", "--deadline", "PT2H").json().getFirst();
        assertThat(again.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(again.path("replayed").asBoolean()).isTrue();
        assertThat(again.path("document").asText()).isEqualTo(moved.toString());
        assertThat(again.path("jobId").asText()).isEqualTo(answer.path("jobId").asText());
    }

    @Test
    @Order(2)
    void saysByItsStatusThatAJobWasRefused() throws IOException {
        var document = Files.writeString(folder.resolve("other.txt"), "Anything.");
        var refused = submit(document, "--wait", "--priority", "101");
        assertThat(refused.status()).isEqualTo(4);
        assertThat(refused.json().getFirst().path("error").path("type").asText()).isNotEmpty();
    }

    @Test
    @Order(3)
    void showsAnswersSpendAndBudgets() {
        var responses = run("responses", "--status", "succeeded", "--json");
        assertThat(responses.json()).isNotEmpty();
        assertThat(responses.json())
                .allMatch(one -> one.path("status").asText().equals("SUCCEEDED"));

        Await.until(
                "the charge of the job is on the spend topic",
                () ->
                        run("spend", "--by", "model", "--json").json().stream()
                                .anyMatch(
                                        row -> row.path("model").asText().equals("mini@sim-oai")));
        assertThat(run("spend", "--by", "day", "--format", "csv").out()).startsWith("day,calls,");

        var budgets = run("budgets", "--json");
        assertThat(budgets.status()).as(budgets.err()).isZero();
        assertThat(budgets.json())
                .extracting(row -> row.path("budget").asText())
                .contains("finance-day");
    }

    @Test
    @Order(4)
    void tellsHowJobsStand() {
        Await.until("the end is in the job view", () -> !jobs("succeeded").isEmpty());
        assertThat(jobs("rejected"))
                .singleElement()
                .satisfies(job -> assertThat(job.path("why").asText()).isNotEmpty());

        var first = jobs("succeeded").getFirst();
        var whole = run("jobs", first.path("jobId").asText(), "--json");
        assertThat(whole.status()).as(whole.err()).isZero();
        assertThat(whole.json().getFirst().path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(run("jobs", "none").err()).contains("no job id");
        assertThat(run("jobs", "--unknown", "--json").json()).isEmpty();
        assertThat(run("cancel", first.path("jobId").asText()).err()).contains("has ended already");
    }

    private static List<JsonNode> jobs(String state) {
        var listed = run("jobs", "--department", "finance", "--in", state, "--json");
        assertThat(listed.status()).as(listed.err()).isZero();
        return listed.json();
    }

    @Test
    @Order(5)
    void showsProvidersWithTheirLimitsAndCalls() {
        var providers = run("providers", "--json");
        assertThat(providers.status()).as(providers.err()).isZero();
        assertThat(providers.err()).as("every worker says who waits").isEmpty();
        assertThat(providers.json())
                .allSatisfy(row -> assertThat(row.path("waitingBy").isArray()).isTrue())
                .anySatisfy(
                        row -> {
                            assertThat(row.path("provider").asText()).isEqualTo("sim-oai");
                            assertThat(row.path("maxInFlight").asInt()).isEqualTo(8);
                            assertThat(row.path("succeeded").asInt()).isPositive();
                            assertThat(row.path("health").asText()).isEqualTo("good");
                            assertThat(row.path("openCircuitsByWorkers").isObject()).isTrue();
                        });
    }

    /** As with a cluster elsewhere: nothing is read of the local stack's state. */
    @Test
    @Order(5)
    void talksToWhatIsNamed() throws IOException {
        var nowhere = List.of("--state", Files.createDirectory(folder.resolve("none")).toString());
        var cluster =
                List.of(
                        "--bootstrap-servers",
                        whole.kafka().bootstrapServers(),
                        "--registry",
                        registryUrl());
        var ingest = List.of("--url", whole.local().service("request-ingest-1").url());
        var database = List.of("--database", whole.local().jdbcUrl());
        var properties = Files.writeString(folder.resolve("client.properties"), "client.rack=a\n");
        var further = List.of("--client-config", properties.toString());

        assertThat(runAsItIs(joined(List.of(List.of("spend", "--json"), nowhere, cluster))).json())
                .extracting(row -> row.path("department").asText())
                .contains("finance");
        assertThat(
                        runAsItIs(
                                        joined(
                                                List.of(
                                                        List.of("budgets", "--json"),
                                                        nowhere,
                                                        cluster,
                                                        further)))
                                .json())
                .isNotEmpty();
        assertThat(runAsItIs(joined(List.of(List.of("jobs", "--json"), nowhere, ingest))).json())
                .isNotEmpty();
        assertThat(
                        runAsItIs(joined(List.of(List.of("audit", "verify"), nowhere, database)))
                                .status())
                .isZero();
        assertThat(runAsItIs(joined(List.of(List.of("spend"), nowhere))).err()).contains("up");
    }

    private static String registryUrl() {
        return whole.kafka().registry().values().stream()
                .filter(value -> value.startsWith("http"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> joined(List<List<String>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    @Test
    @Order(6)
    void comparesAppliesAndRollsBackTheCatalogue() throws IOException {
        var changed =
                Files.writeString(
                        folder.resolve("changed.yml"),
                        Files.readString(SAMPLES.resolve("catalog.yml"))
                                .replaceFirst("max-in-flight: 8", "max-in-flight: 9"));
        var diff = run("catalog", "diff", changed.toString(), "--json");
        assertThat(diff.status()).isEqualTo(1);
        assertThat(diff.json())
                .singleElement()
                .hasToString(
                        "{\"entry\":\"provider:sim-aws\",\"change\":\"changed\",\"field\":\"maxInFlight\",\"before\":\"8\",\"after\":\"9\"}");

        assertThat(run("catalog", "apply", changed.toString(), "--reason", "more").status())
                .isZero();
        assertThat(run("catalog", "diff", changed.toString()).status()).isZero();
        var back = run("catalog", "apply", "--from-version", "1", "--reason", "back", "--json");
        assertThat(back.json().getFirst().path("version").asLong()).isEqualTo(3);
        assertThat(run("catalog", "history", "--json").json())
                .extracting(row -> row.path("reason").asText())
                .containsExactly("first", "more", "back");
        assertThat(run("catalog", "show").out()).contains("# version 3", "max-in-flight: 8");
        var shown = run("catalog", "show", "--json").json().getFirst();
        assertThat(shown.path("version").asLong()).isEqualTo(3);
        assertThat(shown.path("document").asText()).contains("max-in-flight: 8");
    }

    @Test
    @Order(7)
    void listsShowsAndReplaysADeadLetter() throws ExecutionException, InterruptedException {
        var bytes = "no Avro at all".getBytes(StandardCharsets.UTF_8);
        try (var producer =
                new KafkaProducer<byte[], byte[]>(
                        ClientDefaults.producer(whole.kafka(), "journey"))) {
            var record = new ProducerRecord<>(Topics.REQUESTS, bytes, bytes);
            record.headers().add("traceparent", TRACEPARENT.getBytes(StandardCharsets.UTF_8));
            producer.send(record).get();
        }
        Await.until("the dead letter", () -> !letters().isEmpty());
        var letter = letters().getFirst();
        assertThat(letter.path("from").asText()).startsWith(Topics.REQUESTS);

        assertThat(shown(letter).path("key").asText()).isEqualTo("no Avro at all");

        var id = letter.path("id").asText();
        var sent = run("dead-letters", "replay", id, "--json").json().getFirst();
        assertThat(sent.path("sent").asInt()).isEqualTo(1);
        Await.until("it is refused once more", () -> letters().size() == 2);
        assertThat(letters())
                .allSatisfy(
                        each ->
                                assertThat(shown(each).path("headers").asText())
                                        .isEqualTo("traceparent"));
    }

    private static JsonNode shown(JsonNode letter) {
        return run("dead-letters", "show", letter.path("id").asText(), "--json").json().getFirst();
    }

    private static List<JsonNode> letters() {
        return run("dead-letters", "list", "--json").json();
    }

    @Test
    @Order(8)
    void verifiesAndExportsTheAuditLog() throws IOException {
        assertThat(run("audit", "verify").status()).isZero();
        var refused = run("audit", "search", "--type", "JobRejected", "--json");
        assertThat(refused.status()).as(refused.err()).isZero();
        assertThat(refused.json()).allMatch(row -> row.path("kind").asText().equals("JobRejected"));
        var file = folder.resolve("audit.jsonl");
        assertThat(run("audit", "export", file.toString()).status()).isZero();
        assertThat(Files.readString(file)).contains("\"canonicalForm\"", "\"leaf\"");
        assertThat(run("audit", "export", file.toString()).err()).contains("cannot write");
    }

    @Test
    @Order(9)
    void showsTheStackAndItsLogs() {
        assertThat(run("status", "--json").json().getFirst().path("well").asBoolean()).isTrue();
        assertThat(run("logs", "broker", "--lines", "3").out().lines()).hasSize(3);
        assertThat(run("logs", "broker", "--lines", "3", "--json").json())
                .hasSize(3)
                .allMatch(line -> line.path("process").asText().equals("broker"));
        assertThat(run("logs", "nobody").err()).contains("request-ingest-1");
    }

    @Test
    @Order(10)
    void everyServiceShowsItsFigures() {
        assertThat(figures("request-ingest-1"))
                .contains(
                        "quaestor_ingest_submissions_total",
                        "quaestor_transaction_time_seconds_count{stage=\"INGEST\"");
        assertThat(figures("router-worker-1"))
                .contains(
                        "gen_ai_client_token_usage_count{",
                        "gen_ai_client_operation_duration_seconds_count{",
                        "gen_ai_client_operation_duration_seconds_bucket{",
                        "quaestor_in_flight{provider=\"sim-oai\"",
                        "quaestor_lag_not_started{provider=\"sim-oai\"",
                        "quaestor_settlement_batch_jobs_count{",
                        "quaestor_transaction_time_seconds_count{");
        assertThat(figures("spend-aggregator-1"))
                .contains(
                        "quaestor_jobs_finished_total{",
                        "quaestor_budget_used_ratio{",
                        "quaestor_holds_usd{",
                        "quaestor_transaction_time_seconds_count{stage=\"SPEND\"");
        assertThat(figures("audit-sink-1"))
                .contains(
                        "quaestor_audit_entries_total",
                        "quaestor_transaction_time_seconds_count{stage=\"AUDIT\"");
    }

    /** Prompts, documents and replies were sent by all the tests before. */
    @Test
    @Order(11)
    void noLogHoldsAPromptOrAReply() throws IOException {
        var replies = run("responses", "--json").json();
        assertThat(replies)
                .extracting(reply -> reply.path("content").asText().length())
                .anyMatch(length -> length >= SENTENCE_CHARS);
        for (var process : stack.runFile().processes()) {
            var log = Files.readString(Path.of(process.log()));
            assertThat(log)
                    .as(process.name())
                    .doesNotContain("The treasury is full", "Summarise in one sentence");
            assertThat(log)
                    .as(process.name())
                    .doesNotContain(
                            replies.stream()
                                    .map(reply -> reply.path("content").asText())
                                    .filter(content -> content.length() >= SENTENCE_CHARS)
                                    .toList());
        }
    }

    private static String figures(String process) {
        var url =
                stack.runFile().processes().stream()
                        .filter(one -> one.name().equals(process))
                        .findFirst()
                        .orElseThrow()
                        .url();
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url + "/prometheus")).build();
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(process, e);
        }
    }
}
