package io.quaestor.simulator.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.simulator.call.Protocol;
import io.quaestor.simulator.call.TokenUsage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScriptParserTest {

    @Test
    void readsEveryPartOfAScript() {
        Script script =
                parsed(
                        """
                        {"seed": 7, "rules": [
                          {"match": {"protocol": "openai", "model": "gpt-*", "contains": "x"},
                           "latency": {"mix": [
                             {"p": 0.99, "latency": {"lognormal": {"median": "1s", "sigma": 0.4, "max": "10s"}}},
                             {"p": 0.01, "latency": {"uniform": ["1s", "1.5m"]}}]},
                           "faults": [
                             {"status": 503, "type": "overloaded", "probability": 0.02, "latency": "250us"},
                             {"status": 429, "retryAfter": "2s", "during": {"after": "10s", "for": "5s"}},
                             {"outcome": "reset", "first": 3}],
                           "limit": {"concurrent": 8, "perSecond": 50, "retryAfter": "1s"},
                           "usage": {"input": 10, "output": 2, "cached": 3},
                           "text": "as said"}]}
                        """);

        Rule rule = script.rules().getFirst();
        assertThat(script.seed()).isEqualTo(7);
        assertThat(rule.match())
                .isEqualTo(
                        new Match(
                                Optional.of(Protocol.OPENAI),
                                Optional.of("gpt-*"),
                                Optional.of("x")));
        assertThat(rule.latency().orElseThrow())
                .isInstanceOfSatisfying(
                        Latency.Mix.class,
                        mix ->
                                assertThat(mix.parts().get(1).latency())
                                        .isEqualTo(
                                                new Latency.Uniform(
                                                        Duration.ofSeconds(1),
                                                        Duration.ofSeconds(90))));
        assertThat(rule.faults()).hasSize(3);
        assertThat(rule.faults().get(0).latency())
                .hasValue(new Latency.Fixed(Duration.ofNanos(250_000)));
        assertThat(rule.faults().get(2).behaviour()).isEqualTo(new Behaviour.Reset());
        assertThat(rule.faults().get(2).first()).hasValue(3L);
        assertThat(rule.limit())
                .hasValue(new Limit(Optional.of(8), Optional.of(50), Duration.ofSeconds(1)));
        assertThat(rule.usage()).hasValue(new TokenUsage(10, 2, 3, 0, 0));
        assertThat(rule.text()).hasValue("as said");
    }

    @Test
    void namesEveryProblemWithItsPlace() {
        ScriptParser.Result result =
                ScriptParser.parse(
                        """
                        {"rule": [], "rules": [
                          {"match": {"protocol": "soap"}, "latency": "soon"},
                          {"latency": {"mix": [{"p": 0.5, "latency": "1s"}]}},
                          {"faults": [{"probability": 2}, {"outcome": "explode"}, {"status": 200}]},
                          {"usage": {"input": 1, "cached": 2}}]}
                        """);

        assertThat(((ScriptParser.Invalid) result).problems())
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactlyInAnyOrder(
                        "rule",
                        "rules[0].match.protocol",
                        "rules[0].latency",
                        "rules[1].latency.mix",
                        "rules[2].faults[0].status",
                        "rules[2].faults[0].probability",
                        "rules[2].faults[1].outcome",
                        "rules[2].faults[2].status",
                        "rules[3].usage");
    }

    @Test
    void refusesWhatIsNoJsonObject() {
        assertThat(ScriptParser.parse("")).isInstanceOf(ScriptParser.Invalid.class);
        assertThat(ScriptParser.parse("[]")).isInstanceOf(ScriptParser.Invalid.class);
        assertThat(ScriptParser.parse("{} {}")).isInstanceOf(ScriptParser.Invalid.class);
        assertThat(ScriptParser.parse("{\"seed\":1,\"seed\":2}"))
                .isInstanceOf(ScriptParser.Invalid.class);
    }

    private static Script parsed(String text) {
        ScriptParser.Result result = ScriptParser.parse(text);
        assertThat(result).isInstanceOf(ScriptParser.Parsed.class);
        return ((ScriptParser.Parsed) result).script();
    }
}
