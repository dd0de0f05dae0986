package io.quaestor.simulator.script;

import io.quaestor.simulator.call.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the markers of a prompt. A marker that means nothing is an error, not a sentence. */
final class Markers {

    /** The markers, or the first that means nothing. */
    sealed interface Reading {}

    record Read(List<Marker> markers) implements Reading {}

    record Meaningless(String marker) implements Reading {}

    private static final String OPEN = "[[sim:";
    private static final String CLOSE = "]]";
    private static final int MAX_MARKERS = 32;
    private static final int MAX_MARKER_CHARS = 200;

    private Markers() {}

    static Reading in(String prompt) {
        List<Marker> markers = new ArrayList<>();
        int open = prompt.indexOf(OPEN);
        while (open >= 0) {
            int close = prompt.indexOf(CLOSE, open);
            boolean sane = close >= 0 && close - open <= MAX_MARKER_CHARS;
            String body = sane ? prompt.substring(open + OPEN.length(), close) : "";
            Optional<Marker> marker = parse(body);
            if (marker.isEmpty() || markers.size() == MAX_MARKERS) {
                return new Meaningless(OPEN + body + CLOSE);
            }
            markers.add(marker.get());
            open = prompt.indexOf(OPEN, close);
        }
        return new Read(markers);
    }

    private static Optional<Marker> parse(String body) {
        int equals = body.indexOf('=');
        int comma = body.indexOf(',');
        boolean valued = equals >= 0 && (comma < 0 || equals < comma);
        String name =
                valued ? body.substring(0, equals) : comma < 0 ? body : body.substring(0, comma);
        String rest =
                valued ? body.substring(equals + 1) : comma < 0 ? "" : body.substring(comma + 1);
        List<String> values = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        for (String part : rest.split(",", -1)) {
            int sign = part.indexOf('=');
            if (sign > 0) {
                options.put(part.substring(0, sign).strip(), part.substring(sign + 1).strip());
            } else if (!part.isBlank()) {
                values.add(part.strip());
            }
        }
        return marker(name.strip(), values, options);
    }

    private static Optional<Marker> marker(
            String name, List<String> values, Map<String, String> options) {
        Optional<Integer> first = Optional.empty();
        if (options.containsKey("first")) {
            first = number(options.get("first"), 1_000_000);
            if (first.isEmpty()) {
                return Optional.empty();
            }
        }
        Optional<Integer> firstCalls = first;
        Optional<String> model = Optional.ofNullable(options.get("model"));
        String type = options.getOrDefault("type", "");
        return effect(name, values, type).map(effect -> new Marker(effect, firstCalls, model));
    }

    private static Optional<Marker.Effect> effect(String name, List<String> values, String type) {
        String value = values.isEmpty() ? "" : values.getFirst();
        return switch (name) {
            case "hang" -> behave(new Behaviour.Hang());
            case "reset" -> behave(new Behaviour.Reset());
            case "malformed" -> behave(new Behaviour.Malformed());
            case "invalid" -> behave(new Behaviour.AnswerAmiss());
            case "fenced" -> behave(new Behaviour.AnswerFenced());
            case "no-usage" -> behave(new Behaviour.AnswerWithoutUsage());
            case "latency" -> Durations.parse(value).map(Marker.Take::new);
            case "throttle" ->
                    Durations.parse(value)
                            .flatMap(after -> behave(fail(429, type, Optional.of(after))));
            case "error" ->
                    number(value, 599)
                            .filter(status -> status >= 400)
                            .flatMap(status -> behave(fail(status, type, Optional.empty())));
            case "usage" -> usage(values).map(Marker.Use::new);
            default -> Optional.empty();
        };
    }

    private static Behaviour fail(int status, String type, Optional<Duration> retryAfter) {
        return new Behaviour.Fail(status, type, "", retryAfter);
    }

    private static Optional<Marker.Effect> behave(Behaviour behaviour) {
        return Optional.of(new Marker.Behave(behaviour));
    }

    /** {@code input,output[,cached[,cacheWrite[,reasoning]]]}. */
    private static Optional<TokenUsage> usage(List<String> values) {
        long[] counts = new long[5];
        if (values.size() < 2 || values.size() > counts.length) {
            return Optional.empty();
        }
        for (int i = 0; i < values.size(); i++) {
            Optional<Integer> count = number(values.get(i), Integer.MAX_VALUE);
            if (count.isEmpty()) {
                return Optional.empty();
            }
            counts[i] = count.get();
        }
        try {
            return Optional.of(
                    new TokenUsage(counts[0], counts[1], counts[2], counts[3], counts[4]));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // parts above their whole mean nothing
        }
    }

    private static Optional<Integer> number(String text, int most) {
        if (!text.matches("\\d{1,10}")) {
            return Optional.empty();
        }
        long value = Long.parseLong(text);
        return value <= most ? Optional.of((int) value) : Optional.empty();
    }
}
