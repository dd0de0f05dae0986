package io.quaestor.simulator;

import static io.quaestor.simulator.RunningSimulator.chatBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimulatorEndToEndTest {

    private static final String DOCUMENT =
            "The harbour was deepened in the spring of 1902 at great public expense."
                    + " Trade through the harbour doubled within the following three years."
                    + " Mr. Smith opposed the harbour works and lost his seat in the council."
                    + " It rained.";

    private RunningSimulator simulator;

    @BeforeEach
    void start() throws InterruptedException, IOException {
        simulator = new RunningSimulator();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void answersAChatWithSentencesOfTheDocumentAndExactUsage() throws Exception {
        String prompt = "Summarise this in two sentences:\n\n" + DOCUMENT;
        HttpResponse<String> response = simulator.ask(prompt);

        JsonNode body = RunningSimulator.JSON.readTree(response.body());
        String content = body.at("/choices/0/message/content").asText();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-quaestor-simulated")).hasValue("true");
        assertThat(body.path("system_fingerprint").asText()).isEqualTo("simulated");
        assertThat(body.path("model").asText()).isEqualTo("gpt-test");
        assertThat(DOCUMENT).contains(content);
        assertThat(content).contains("harbour").doesNotContain("rained");
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(body.at("/usage/prompt_tokens").asInt())
                .isEqualTo(Math.ceilDiv(prompt.length(), 4));
        assertThat(body.at("/usage/completion_tokens").asInt())
                .isEqualTo(Math.ceilDiv(content.length(), 4));
    }

    @Test
    void answersTheSameRequestWithTheSameWords() throws Exception {
        String once = simulator.ask("Summarise:\n" + DOCUMENT).body();
        String again = simulator.ask("Summarise:\n" + DOCUMENT).body();

        assertThat(content(again)).isEqualTo(content(once));
    }

    @Test
    void cutsAtTheTokenLimitAndSaysSo() throws Exception {
        String body = chatBody("Summarise:\n" + DOCUMENT).replaceFirst("\\{", "{\"max_tokens\":5,");
        JsonNode reply =
                RunningSimulator.JSON.readTree(simulator.send(simulator.chat(body)).body());

        assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(reply.at("/usage/completion_tokens").asInt()).isEqualTo(5);
    }

    @Test
    void refusesAWrongKeyInTheProvidersEnvelope() throws Exception {
        HttpRequest.Builder request =
                simulator.chat(chatBody("hello")).setHeader("authorization", "Bearer wrong");
        HttpResponse<String> response = simulator.send(request);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(RunningSimulator.JSON.readTree(response.body()).at("/error/code").asText())
                .isEqualTo("invalid_api_key");
        assertThat(simulator.lastCall().path("status").asInt()).isEqualTo(401);
        assertThat(response.body()).doesNotContain("wrong");
    }

    @Test
    void acceptsAnyBasePathBeforeChatCompletions() throws Exception {
        HttpRequest.Builder request =
                simulator
                        .chat(chatBody("hello"))
                        .uri(simulator.uri("/openai/deployments/x/chat/completions?api-version=1"));

        assertThat(simulator.send(request).statusCode()).isEqualTo(200);
    }

    @Test
    void entersACallWithItsAttemptPromptHashAndUsage() throws Exception {
        simulator.send(
                simulator
                        .chat(chatBody("abc"))
                        .header("x-quaestor-attempt", "job/0/1/1")
                        .header("traceparent", "00-ab-cd-01"));

        JsonNode call = simulator.lastCall();
        assertThat(call.path("attempt").asText()).isEqualTo("job/0/1/1");
        assertThat(call.path("traceparent").asText()).isEqualTo("00-ab-cd-01");
        assertThat(call.path("promptSha256").asText())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(call.path("outcome").asText()).isEqualTo("answered");
        assertThat(call.path("usage").path("input").asInt()).isEqualTo(1);
        assertThat(call.path("finishedAtMs").asLong())
                .isGreaterThanOrEqualTo(call.path("arrivedAtMs").asLong());
    }

    @Test
    void followsMarkersInThePrompt() throws Exception {
        assertThat(simulator.ask("[[sim:error=503]] hello").statusCode()).isEqualTo(503);
        assertThat(simulator.ask("[[sim:usage=1234,56,789]] hello").body())
                .contains("\"prompt_tokens\":1234", "\"cached_tokens\":789");
        assertThat(simulator.ask("[[sim:no-usage]] hello").body()).doesNotContain("usage");
        assertThat(simulator.ask("[[sim:unheard-of]] hello").statusCode()).isEqualTo(400);
        String cut = simulator.ask("[[sim:malformed]] hello").body();
        assertThatThrownBy(() -> RunningSimulator.JSON.readTree(cut))
                .isInstanceOf(IOException.class);
    }

    @Test
    void saysWhatTheScriptSaysWithinTheTokensOfTheCall() throws Exception {
        simulator.script("{\"rules\":[{\"text\":\"As agreed, it is a draft.\"}]}");
        String cut = chatBody("hello").replaceFirst("\\{", "{\"max_tokens\":2,");

        assertThat(content(simulator.ask("Summarise:\n" + DOCUMENT).body()))
                .isEqualTo("As agreed, it is a draft.");
        assertThat(content(simulator.send(simulator.chat(cut)).body())).isEqualTo("As agree");
    }

    @Test
    void throttlesWithRetryAfterThenAnswers() throws Exception {
        String prompt = "[[sim:throttle=2s,first=1]] hello";
        HttpResponse<String> first = simulator.ask(prompt);
        HttpResponse<String> second = simulator.ask(prompt);

        assertThat(first.statusCode()).isEqualTo(429);
        assertThat(first.headers().firstValue("retry-after")).hasValue("2");
        assertThat(first.headers().firstValue("retry-after-ms")).hasValue("2000");
        assertThat(second.statusCode()).isEqualTo(200);
    }

    @Test
    void resetsTheConnectionWhenToldTo() throws Exception {
        assertThatThrownBy(() -> simulator.ask("[[sim:reset]] hello"))
                .isInstanceOf(IOException.class);
        assertThat(simulator.lastCall().path("outcome").asText()).isEqualTo("reset-by-simulator");
    }

    @Test
    void countsAHangingCallAsOpenUntilTheClientGoesAway() throws Exception {
        CompletableFuture<HttpResponse<String>> hanging =
                simulator.sendLater(simulator.chat(chatBody("[[sim:hang]] hello")));
        simulator.awaitOpen(1);
        assertThat(simulator.lastCall().path("outcome").asText()).isEqualTo("open");

        hanging.cancel(true);

        simulator.awaitOpen(0);
        assertThat(simulator.lastCall().path("outcome").asText()).isEqualTo("aborted-by-client");
    }

    @Test
    void throttlesAboveTheConcurrencyThatTheScriptAllows() throws Exception {
        simulator.script(
                """
                {"rules":[{"match":{"model":"gpt-*"},"limit":{"concurrent":1,"retryAfter":"3s"}}]}
                """);
        CompletableFuture<HttpResponse<String>> hanging =
                simulator.sendLater(simulator.chat(chatBody("[[sim:hang]] hello")));
        simulator.awaitOpen(1);

        HttpResponse<String> refused = simulator.ask("hello");
        hanging.cancel(true);
        simulator.awaitOpen(0);
        HttpResponse<String> accepted = simulator.ask("hello");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).hasValue("3");
        assertThat(accepted.statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAScriptWholeWithEveryProblem() throws Exception {
        HttpResponse<String> response =
                simulator.script("{\"rules\":[{\"latency\":\"soon\",\"colour\":1}]}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("rules[0].latency", "rules[0].colour");
    }

    @Test
    void answersTwoThousandDelayedCallsAtOnce() throws Exception {
        simulator.script(
                "{\"rules\":[{\"latency\":{\"lognormal\":{\"median\":\"1s\",\"sigma\":0.5,\"max\":\"3s\"}}}]}");
        List<CompletableFuture<HttpResponse<String>>> calls = callAll(2_000, "Call number ");

        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();

        JsonNode stats = simulator.get("/simulator/stats");
        assertThat(calls).allMatch(call -> call.join().statusCode() == 200);
        assertThat(stats.path("open").asInt()).isZero();
        assertThat(stats.at("/byStatus/200").asInt()).isEqualTo(2_000);
        assertThat(stats.at("/log/entries").asInt()).isEqualTo(2_000);
        assertThat(stats.at("/log/dropped").asInt()).isZero();
    }

    @Test
    void countsTwoThousandOpenCallsExactly() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> calls = callAll(2_000, "[[sim:hang]] ");
        simulator.awaitOpen(2_000);

        calls.forEach(call -> call.cancel(true));

        simulator.awaitOpen(0);
        JsonNode stats = simulator.get("/simulator/stats");
        assertThat(stats.path("maxOpen").asInt()).isEqualTo(2_000);
        assertThat(stats.at("/byOutcome/aborted-by-client").asInt()).isEqualTo(2_000);
    }

    @Test
    void clearsTheLogButKeepsCountingSequences() throws Exception {
        simulator.ask("one");
        simulator.client.send(
                HttpRequest.newBuilder(simulator.uri("/simulator/calls")).DELETE().build(),
                BodyHandlers.discarding());
        simulator.ask("two");

        JsonNode calls = simulator.get("/simulator/calls?since=0&limit=10");
        assertThat(calls.path("calls")).hasSize(1);
        assertThat(calls.at("/calls/0/sequence").asInt()).isEqualTo(2);
        assertThat(calls.path("next").asInt()).isEqualTo(2);
        assertThat(simulator.get("/health").path("status").asText()).isEqualTo("UP");
    }

    private List<CompletableFuture<HttpResponse<String>>> callAll(int count, String prompt) {
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(simulator.sendLater(simulator.chat(chatBody(prompt + i))));
        }
        return calls;
    }

    private static String content(String body) throws IOException {
        return RunningSimulator.JSON.readTree(body).at("/choices/0/message/content").asText();
    }
}
