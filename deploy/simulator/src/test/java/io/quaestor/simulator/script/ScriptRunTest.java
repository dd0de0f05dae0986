package io.quaestor.simulator.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.simulator.call.AnswerFormat;
import io.quaestor.simulator.call.Protocol;
import io.quaestor.simulator.call.ProviderCall;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScriptRunTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void drawsTheSameForTheSameContentHoweverTheCallsAreOrdered() {
        String script =
                """
                {"seed":3,"rules":[{"latency":{"uniform":["1ms","1s"]},
                 "faults":[{"status":500,"probability":0.3}]}]}
                """;
        ScriptRun one = run(script);
        ScriptRun other = run(script);

        List<Plan> forwards = IntStream.range(0, 100).mapToObj(i -> plan(one, "p", i)).toList();
        List<Plan> backwards =
                IntStream.range(0, 100).mapToObj(i -> plan(other, "p", 99 - i)).toList();

        assertThat(backwards.reversed()).isEqualTo(forwards);
        assertThat(forwards.stream().map(Plan::latency).distinct().count()).isGreaterThan(50);
    }

    @Test
    void drawsAnewWhenTheSameContentComesAgain() {
        ScriptRun run = run("{\"rules\":[{\"latency\":{\"uniform\":[\"1ms\",\"1s\"]}}]}");

        assertThat(plan(run, "p", 1).latency()).isNotEqualTo(plan(run, "p", 1).latency());
    }

    @Test
    void failsAboutAsOftenAsTheProbabilitySays() {
        ScriptRun run = run("{\"rules\":[{\"faults\":[{\"status\":500,\"probability\":0.1}]}]}");

        long failed =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> plan(run, "p", i * 7919L))
                        .filter(plan -> plan.behaviour() instanceof Behaviour.Fail)
                        .count();

        assertThat(failed).isBetween(900L, 1_100L);
    }

    @Test
    void keepsToTheDistributions() {
        ScriptRun run =
                run(
                        """
                        {"rules":[{"latency":{"mix":[
                          {"p":0.9,"latency":{"lognormal":{"median":"1s","sigma":0.5,"max":"3s"}}},
                          {"p":0.1,"latency":"30s"}]}}]}
                        """);

        List<Duration> latencies =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> plan(run, "p", i * 31L).latency())
                        .toList();

        assertThat(latencies.stream().filter(Duration.ofSeconds(30)::equals).count())
                .isBetween(900L, 1_100L);
        assertThat(latencies.stream().filter(d -> d.compareTo(Duration.ofSeconds(1)) < 0).count())
                .isBetween(4_300L, 4_700L);
        assertThat(latencies).noneMatch(d -> d.toMillis() > 3_000 && d.toMillis() < 30_000);
    }

    @Test
    void failsOnlyTheFirstCallsOfARule() {
        ScriptRun run = run("{\"rules\":[{\"faults\":[{\"status\":503,\"first\":2}]}]}");

        assertThat(IntStream.range(0, 4).mapToObj(i -> status(plan(run, "p", i))))
                .containsExactly(503, 503, 200, 200);
    }

    @Test
    void throttlesOnlyInsideItsWindow() {
        ScriptRun run =
                run(
                        "{\"rules\":[{\"faults\":[{\"status\":429,\"during\":{\"after\":\"5s\",\"for\":\"2s\"}}]}]}");

        assertThat(status(plan(run, "p", 1, 4 * SECOND))).isEqualTo(200);
        assertThat(status(plan(run, "p", 1, 5 * SECOND))).isEqualTo(429);
        assertThat(status(plan(run, "p", 1, 7 * SECOND))).isEqualTo(200);
    }

    @Test
    void countsOpenCallsAgainstTheLimitUntilTheyAreReleased() {
        ScriptRun run = run("{\"rules\":[{\"limit\":{\"concurrent\":2,\"retryAfter\":\"3s\"}}]}");
        ScriptRun.Admission first = run.admit(call("gpt", "p"), 1, 0);
        run.admit(call("gpt", "p"), 2, 0);

        ScriptRun.Admission refused = run.admit(call("gpt", "p"), 3, 0);
        refused.release().run();
        first.release().run();

        assertThat(status(refused.plan())).isEqualTo(429);
        assertThat(status(plan(run, "p", 4))).isEqualTo(200);
    }

    @Test
    void limitsTheRateInWholeSeconds() {
        ScriptRun run = run("{\"rules\":[{\"limit\":{\"perSecond\":2}}]}");

        assertThat(IntStream.range(0, 3).mapToObj(i -> status(plan(run, "p", i, SECOND))))
                .containsExactly(200, 200, 429);
        assertThat(status(plan(run, "p", 9, 2 * SECOND))).isEqualTo(200);
    }

    @Test
    void takesLatencyFromTheFirstMatchingRuleThatNamesOne() {
        ScriptRun run =
                run(
                        """
                        {"rules":[{"match":{"model":"slow-*"},"latency":"9s"},
                                  {"match":{"protocol":"bedrock"},"latency":"5s"},
                                  {"latency":"1s"}]}
                        """);

        assertThat(run.admit(call("slow-1", "p"), 1, 0).plan().latency()).hasSeconds(9);
        assertThat(run.admit(call("other", "p"), 1, 0).plan().latency()).hasSeconds(1);
    }

    @Test
    void obeysMarkersBeforeTheScript() {
        ScriptRun run = run("{\"rules\":[{\"latency\":\"9s\",\"faults\":[{\"status\":500}]}]}");

        Plan marked = plan(run, "[[sim:error=503,first=1]][[sim:latency=2s]]", 1);
        Plan again = plan(run, "[[sim:error=503,first=1]][[sim:latency=2s]]", 1);

        assertThat(status(marked)).isEqualTo(503);
        assertThat(marked.latency()).hasSeconds(2);
        assertThat(status(again)).isEqualTo(500);
    }

    @Test
    void answersErrorsAtOnceAndResetsAfterTheLatency() {
        ScriptRun errors = run("{\"rules\":[{\"latency\":\"9s\",\"faults\":[{\"status\":500}]}]}");
        ScriptRun resets =
                run("{\"rules\":[{\"latency\":\"9s\",\"faults\":[{\"outcome\":\"reset\"}]}]}");

        assertThat(plan(errors, "p", 1).latency()).isZero();
        assertThat(plan(resets, "p", 1).latency()).hasSeconds(9);
    }

    @Test
    void matchesModelsByGlob() {
        assertThat(Match.matches("gpt-*", "gpt-4o")).isTrue();
        assertThat(Match.matches("*mini", "gpt-mini")).isTrue();
        assertThat(Match.matches("a*b*c", "a-b-c")).isTrue();
        assertThat(Match.matches("a*bc*c", "abc")).isFalse();
        assertThat(Match.matches("ab*ba", "aba")).isFalse();
        assertThat(Match.matches("gpt", "gpt-4")).isFalse();
    }

    private static int status(Plan plan) {
        return plan.behaviour() instanceof Behaviour.Fail fail ? fail.status() : 200;
    }

    private static Plan plan(ScriptRun run, String prompt, long content) {
        return plan(run, prompt, content, 0);
    }

    private static Plan plan(ScriptRun run, String prompt, long content, long nowNanos) {
        return run.admit(call("gpt", prompt), content, nowNanos).plan();
    }

    private static ScriptRun run(String json) {
        return new ScriptRun(((ScriptParser.Parsed) ScriptParser.parse(json)).script(), 0);
    }

    private static ProviderCall call(String model, String prompt) {
        return new ProviderCall(
                Protocol.OPENAI,
                model,
                "",
                prompt,
                prompt,
                prompt,
                0,
                0,
                OptionalInt.empty(),
                new AnswerFormat.Text());
    }
}
