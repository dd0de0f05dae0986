package io.quaestor.simulator.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quaestor.simulator.call.Protocol;
import io.quaestor.simulator.call.TokenUsage;
import io.quaestor.simulator.script.ScriptJson.At;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a script from JSON; the README documents the form. */
public final class ScriptParser {

    /** The script, or every problem found. */
    public sealed interface Result {}

    public record Parsed(Script script) implements Result {}

    public record Invalid(List<String> problems) implements Result {}

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final int MAX_FAULTS = 50;
    private static final int MAX_LIMIT = 1_000_000;

    private final ScriptJson json = new ScriptJson();
    private final LatencyParser latencies = new LatencyParser(json);

    private ScriptParser() {}

    /** Reads {@code text}; a script is taken whole or not at all. */
    public static Result parse(String text) {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return new Invalid(List.of("script: not JSON: " + e.getOriginalMessage()));
        }
        ScriptParser parser = new ScriptParser();
        Script script = parser.script(new At("", node));
        List<String> problems = parser.json.problems();
        return problems.isEmpty() ? new Parsed(script) : new Invalid(List.copyOf(problems));
    }

    private Script script(At at) {
        At script = json.object(at, Set.of("seed", "rules"));
        long seed = json.whole(script.child("seed"), Long.MIN_VALUE, Long.MAX_VALUE).orElse(0);
        List<Rule> rules =
                json.items(script.child("rules"), Script.MAX_RULES).stream()
                        .map(this::rule)
                        .toList();
        return new Script(seed, rules);
    }

    private Rule rule(At at) {
        At rule = json.object(at, Set.of("match", "latency", "faults", "limit", "usage", "text"));
        return new Rule(
                match(rule.child("match")),
                latencies.latency(rule.child("latency")),
                json.items(rule.child("faults"), MAX_FAULTS).stream().map(this::fault).toList(),
                limit(rule.child("limit")),
                usage(rule.child("usage")),
                json.text(rule.child("text")));
    }

    private Match match(At at) {
        if (!at.isPresent()) {
            return Match.ALL;
        }
        At match = json.object(at, Set.of("protocol", "model", "contains"));
        Optional<String> name = json.text(match.child("protocol"));
        Optional<Protocol> protocol = name.flatMap(Protocol::named);
        if (name.isPresent() && protocol.isEmpty()) {
            json.problem(match.child("protocol"), "must be openai or bedrock");
        }
        return new Match(
                protocol, json.text(match.child("model")), json.text(match.child("contains")));
    }

    private Fault fault(At at) {
        At fault =
                json.object(
                        at,
                        Set.of(
                                "outcome",
                                "status",
                                "type",
                                "message",
                                "retryAfter",
                                "probability",
                                "first",
                                "during",
                                "latency"));
        return new Fault(
                behaviour(fault),
                json.decimal(fault.child("probability"), 0, 1).orElse(1),
                boxed(json.whole(fault.child("first"), 0, Long.MAX_VALUE)),
                during(fault.child("during")),
                latencies.latency(fault.child("latency")));
    }

    private Behaviour behaviour(At fault) {
        String outcome = json.text(fault.child("outcome")).orElse("error");
        return switch (outcome) {
            case "error" -> error(fault);
            case "hang" -> new Behaviour.Hang();
            case "reset" -> new Behaviour.Reset();
            case "malformed" -> new Behaviour.Malformed();
            case "invalid" -> new Behaviour.AnswerAmiss();
            case "fenced" -> new Behaviour.AnswerFenced();
            case "no-usage" -> new Behaviour.AnswerWithoutUsage();
            default -> {
                json.problem(
                        fault.child("outcome"),
                        "must be error, hang, reset, malformed, invalid, fenced or no-usage");
                yield new Behaviour.Answer();
            }
        };
    }

    private Behaviour error(At fault) {
        At status = fault.child("status");
        if (!status.isPresent()) {
            json.problem(status, "is missing");
        }
        return new Behaviour.Fail(
                (int) json.whole(status, 400, 599).orElse(500),
                json.text(fault.child("type")).orElse(""),
                json.text(fault.child("message")).orElse(""),
                json.duration(fault.child("retryAfter")));
    }

    private Optional<Fault.Window> during(At at) {
        if (!at.isPresent()) {
            return Optional.empty();
        }
        At window = json.object(at, Set.of("after", "for"));
        return Optional.of(
                new Fault.Window(
                        json.required(window.child("after")), json.required(window.child("for"))));
    }

    private Optional<Limit> limit(At at) {
        if (!at.isPresent()) {
            return Optional.empty();
        }
        At limit = json.object(at, Set.of("concurrent", "perSecond", "retryAfter"));
        return Optional.of(
                new Limit(
                        boxed(json.whole(limit.child("concurrent"), 0, MAX_LIMIT))
                                .map(Long::intValue),
                        boxed(json.whole(limit.child("perSecond"), 0, MAX_LIMIT))
                                .map(Long::intValue),
                        json.duration(limit.child("retryAfter"))
                                .orElse(java.time.Duration.ofSeconds(1))));
    }

    private Optional<TokenUsage> usage(At at) {
        if (!at.isPresent()) {
            return Optional.empty();
        }
        Set<String> meters = Set.of("input", "output", "cached", "cacheWrite", "reasoning");
        At usage = json.object(at, meters);
        try {
            return Optional.of(
                    new TokenUsage(
                            tokens(usage, "input"),
                            tokens(usage, "output"),
                            tokens(usage, "cached"),
                            tokens(usage, "cacheWrite"),
                            tokens(usage, "reasoning")));
        } catch (IllegalArgumentException e) {
            json.problem(at, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private long tokens(At usage, String meter) {
        return json.whole(usage.child(meter), 0, Integer.MAX_VALUE).orElse(0);
    }

    private static Optional<Long> boxed(java.util.OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }
}
