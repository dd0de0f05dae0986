package io.quaestor.simulator.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** Reads parts of a JSON document and collects every problem with its path. */
final class ScriptJson {

    private final List<String> problems = new ArrayList<>();

    /** One node and where it stands. */
    record At(String path, JsonNode node) {

        At child(String name) {
            return new At(path.isEmpty() ? name : path + "." + name, node.path(name));
        }

        At item(int index) {
            return new At(path + "[" + index + "]", node.path(index));
        }

        boolean isPresent() {
            return !node.isMissingNode();
        }
    }

    List<String> problems() {
        return problems;
    }

    void problem(At at, String what) {
        problems.add((at.path().isEmpty() ? "script" : at.path()) + ": " + what);
    }

    /** The object itself, or an empty one when it is none; unknown fields are problems. */
    At object(At at, Set<String> fields) {
        if (!at.node().isObject()) {
            problem(at, "must be an object");
            return new At(at.path(), JsonNodeFactory.instance.objectNode());
        }
        at.node()
                .fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!fields.contains(name)) {
                                problem(
                                        at.child(name),
                                        "unknown field; known are " + sorted(fields));
                            }
                        });
        return at;
    }

    List<At> items(At at, int most) {
        if (!at.isPresent()) {
            return List.of();
        }
        if (!at.node().isArray() || at.node().size() > most) {
            problem(at, "must be an array of at most " + most);
            return List.of();
        }
        List<At> items = new ArrayList<>();
        for (int i = 0; i < at.node().size(); i++) {
            items.add(at.item(i));
        }
        return items;
    }

    Optional<String> text(At at) {
        if (!at.isPresent()) {
            return Optional.empty();
        }
        if (!at.node().isTextual()) {
            problem(at, "must be a string");
            return Optional.empty();
        }
        return Optional.of(at.node().asText());
    }

    OptionalLong whole(At at, long least, long most) {
        if (!at.isPresent()) {
            return OptionalLong.empty();
        }
        boolean inRange =
                at.node().isIntegralNumber()
                        && at.node().canConvertToLong()
                        && at.node().asLong() >= least
                        && at.node().asLong() <= most;
        if (!inRange) {
            problem(at, "must be a whole number from " + least + " to " + most);
            return OptionalLong.empty();
        }
        return OptionalLong.of(at.node().asLong());
    }

    OptionalDouble decimal(At at, double least, double most) {
        if (!at.isPresent()) {
            return OptionalDouble.empty();
        }
        double value = at.node().asDouble();
        if (!at.node().isNumber() || !(value >= least && value <= most)) {
            problem(at, "must be a number from " + least + " to " + most);
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(value);
    }

    Optional<Duration> duration(At at) {
        Optional<Duration> duration = text(at).flatMap(Durations::parse);
        if (at.node().isTextual() && duration.isEmpty()) {
            problem(at, "must be a duration such as 500ms, 1.5s or 2m, at most one hour");
        }
        return duration;
    }

    /** As {@link #duration}, but it must be there; zero stands in when it is not. */
    Duration required(At at) {
        if (!at.isPresent()) {
            problem(at, "is missing");
        }
        return duration(at).orElse(Duration.ZERO);
    }

    private static String sorted(Set<String> fields) {
        return String.join(", ", fields.stream().sorted().toList());
    }
}
