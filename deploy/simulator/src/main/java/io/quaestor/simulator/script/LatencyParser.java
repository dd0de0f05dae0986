package io.quaestor.simulator.script;

import io.quaestor.simulator.script.ScriptJson.At;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a latency: {@code "500ms"}, {@code {"uniform":["1s","2s"]}}, {@code
 * {"lognormal":{"median":"1s","sigma":0.5,"max":"30s"}}} or {@code
 * {"mix":[{"p":0.99,"latency":"1s"},{"p":0.01,"latency":"30s"}]}}.
 */
final class LatencyParser {

    private static final int MAX_PARTS = 20;
    private static final int MAX_NESTING = 3;

    /** A share may be written with rounding. */
    private static final double SHARE_TOLERANCE = 1e-6;

    private final ScriptJson json;

    LatencyParser(ScriptJson json) {
        this.json = json;
    }

    Optional<Latency> latency(At at) {
        return at.isPresent() ? Optional.of(latency(at, 0)) : Optional.empty();
    }

    private Latency latency(At at, int nesting) {
        if (at.node().isTextual()) {
            return new Latency.Fixed(json.required(at));
        }
        json.object(at, Set.of("uniform", "lognormal", "mix"));
        if (at.node().size() != 1) {
            json.problem(at, "must be a duration or one of uniform, lognormal, mix");
            return Latency.NONE;
        }
        if (at.child("uniform").isPresent()) {
            return uniform(at.child("uniform"));
        }
        if (at.child("lognormal").isPresent()) {
            return lognormal(at.child("lognormal"));
        }
        return mix(at.child("mix"), nesting);
    }

    private Latency uniform(At at) {
        if (!at.node().isArray() || at.node().size() != 2) {
            json.problem(at, "must be [least, most]");
            return Latency.NONE;
        }
        Duration least = json.required(at.item(0));
        Duration most = json.required(at.item(1));
        if (least.compareTo(most) > 0) {
            json.problem(at, "least is above most");
        }
        return new Latency.Uniform(least, most);
    }

    private Latency lognormal(At at) {
        json.object(at, Set.of("median", "sigma", "max"));
        Duration median = json.required(at.child("median"));
        double sigma = json.decimal(at.child("sigma"), 0, 5).orElse(0.5);
        Duration most = json.duration(at.child("max")).orElse(Durations.MAX);
        return new Latency.Lognormal(median, sigma, most);
    }

    private Latency mix(At at, int nesting) {
        List<Latency.Mix.Part> parts =
                nesting >= MAX_NESTING
                        ? List.of()
                        : json.items(at, MAX_PARTS).stream()
                                .map(part -> part(part, nesting + 1))
                                .toList();
        double sum = parts.stream().mapToDouble(Latency.Mix.Part::p).sum();
        if (parts.isEmpty() || Math.abs(sum - 1) > SHARE_TOLERANCE) {
            json.problem(at, "needs parts whose p sum to 1");
            return Latency.NONE;
        }
        return new Latency.Mix(parts);
    }

    private Latency.Mix.Part part(At at, int nesting) {
        json.object(at, Set.of("p", "latency"));
        return new Latency.Mix.Part(
                json.decimal(at.child("p"), 0, 1).orElse(0), latency(at.child("latency"), nesting));
    }
}
