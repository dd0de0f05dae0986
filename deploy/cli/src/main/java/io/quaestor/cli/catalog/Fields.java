package io.quaestor.cli.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The fields of one mapping, read one by one. What is missing or wrong becomes a problem and the
 * fallback is read, so that the rest is checked too; {@link #end} refuses the fields nobody read.
 */
final class Fields {
    private final YamlNode.Mapping mapping;
    private final int line;
    private final String path;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    private Fields(YamlNode.Mapping mapping, int line, String path, Problems problems) {
        this.mapping = mapping;
        this.line = line;
        this.path = path;
        this.problems = problems;
    }

    static Fields of(YamlNode.Mapping root, Problems problems) {
        return new Fields(root, root.line(), "", problems);
    }

    /**
     * The fields of a field that has to be a mapping; empty ones, and a problem, when it is none.
     */
    static Fields of(YamlNode.Field field, String path, Problems problems) {
        return of(field.value(), field.line(), path, problems);
    }

    /** The fields of an item of a list. */
    Fields item(YamlNode node, String name, int index) {
        return of(node, node.line(), path(name) + "[" + index + "]", problems);
    }

    /** The fields of a field that has to be a mapping and may be absent. */
    Optional<Fields> mapping(String name) {
        known.add(name);
        return Optional.ofNullable(mapping.fields().get(name))
                .map(field -> of(field, path(name), problems));
    }

    private static Fields of(YamlNode node, int line, String path, Problems problems) {
        if (node instanceof YamlNode.Mapping mapping) {
            return new Fields(mapping, line, path, problems);
        }
        problems.add(node.line(), path, "must be a mapping of fields");
        return new Fields(new YamlNode.Mapping(line, Map.of()), line, path, problems);
    }

    /** The line of the mapping's own name. */
    int line() {
        return line;
    }

    /** Whatever it is named: the names of all fields, each with its value. */
    Map<String, YamlNode.Field> all() {
        known.addAll(mapping.fields().keySet());
        return mapping.fields();
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    boolean has(String name) {
        return mapping.fields().containsKey(name);
    }

    Optional<YamlNode> node(String name) {
        known.add(name);
        return Optional.ofNullable(mapping.fields().get(name)).map(YamlNode.Field::value);
    }

    /** A field that must be there. */
    Optional<YamlNode> required(String name) {
        var node = node(name);
        if (node.isEmpty()) {
            problem(line(), name, "is missing");
        }
        return node;
    }

    /** A text that must be there and say something. */
    String text(String name) {
        var text = required(name).flatMap(node -> scalar(node, name));
        if (text.isPresent() && text.get().text().isBlank()) {
            problem(text.get().line(), name, "is empty");
        }
        return text.map(YamlNode.Scalar::text).orElse("");
    }

    String text(String name, String fallback) {
        return node(name)
                .flatMap(node -> scalar(node, name))
                .map(YamlNode.Scalar::text)
                .orElse(fallback);
    }

    /**
     * A required text read by a parser that throws {@link IllegalArgumentException} with a reason.
     */
    <T> T parsed(String name, Function<String, T> parser, T fallback) {
        return required(name).flatMap(node -> parse(node, name, parser)).orElse(fallback);
    }

    /** The same for an amount of money, which stands in quotes: no YAML reader then rounds it. */
    <T> T amount(String name, Function<String, T> parser, T fallback) {
        return required(name)
                .flatMap(node -> scalar(node, name))
                .flatMap(scalar -> quoted(scalar, name))
                .flatMap(scalar -> parse(scalar, name, parser))
                .orElse(fallback);
    }

    private Optional<YamlNode.Scalar> quoted(YamlNode.Scalar scalar, String name) {
        if (scalar.string()) {
            return Optional.of(scalar);
        }
        problem(scalar.line(), name, "must be a text: write \"%s\"".formatted(scalar.text()));
        return Optional.empty();
    }

    /** The same for a field that may be absent; absent and wrong are both empty. */
    <T> Optional<T> optional(String name, Function<String, T> parser) {
        return node(name).flatMap(node -> parse(node, name, parser));
    }

    /** A required whole number within bounds, both included. */
    long whole(String name, long least, long most) {
        return parsed(name, text -> wholeNumber(text, least, most), least);
    }

    long whole(String name, long fallback, long least, long most) {
        return optional(name, text -> wholeNumber(text, least, most)).orElse(fallback);
    }

    boolean flag(String name, boolean fallback) {
        return optional(name, Fields::trueOrFalse).orElse(fallback);
    }

    /** The texts of a list; a problem when it is absent, empty or says something twice. */
    List<YamlNode.Scalar> texts(String name) {
        var items = required(name).map(node -> items(node, name)).orElse(List.of());
        if (items.isEmpty() && has(name)) {
            problem(line(name), name, "must list at least one");
        }
        return items;
    }

    /** The line of a field, or of the mapping when the field is absent. */
    int line(String name) {
        var field = mapping.fields().get(name);
        return field == null ? line() : field.line();
    }

    /** A problem of the mapping as a whole or of its name. */
    void entryProblem(String text) {
        problems.add(line, path, text);
    }

    void problem(String name, String text) {
        problem(line(name), name, text);
    }

    void problem(int line, String name, String text) {
        problems.add(line, path(name), text);
    }

    /** A field that a later version will have. */
    void notYet(String name, String text) {
        known.add(name);
        if (has(name)) {
            problem(name, text);
        }
    }

    /** Refuses every field that was not asked for. */
    void end() {
        mapping.fields()
                .forEach(
                        (name, field) -> {
                            if (!known.contains(name)) {
                                problem(
                                        field.line(),
                                        name,
                                        "unknown field; known are " + String.join(", ", known));
                            }
                        });
    }

    private List<YamlNode.Scalar> items(YamlNode node, String name) {
        if (!(node instanceof YamlNode.Sequence(_, List<YamlNode> items))) {
            problem(node.line(), name, "must be a list, for example [one, two]");
            return List.of();
        }
        var texts = new ArrayList<YamlNode.Scalar>();
        var seen = new HashSet<String>();
        for (var item : items) {
            scalar(item, name).ifPresent(texts::add);
        }
        for (var text : texts) {
            if (!seen.add(text.text())) {
                problem(text.line(), name, "lists " + text.text() + " twice");
            }
        }
        return List.copyOf(texts);
    }

    private <T> Optional<T> parse(YamlNode node, String name, Function<String, T> parser) {
        return scalar(node, name)
                .flatMap(
                        scalar -> {
                            try {
                                return Optional.of(parser.apply(scalar.text()));
                            } catch (IllegalArgumentException e) {
                                problem(scalar.line(), name, String.valueOf(e.getMessage()));
                                return Optional.empty();
                            }
                        });
    }

    private Optional<YamlNode.Scalar> scalar(YamlNode node, String name) {
        return switch (node) {
            case YamlNode.Scalar scalar -> Optional.of(scalar);
            case YamlNode.Unresolved _ -> Optional.empty();
            case YamlNode.Sequence _, YamlNode.Mapping _ -> {
                problem(node.line(), name, "must be one value");
                yield Optional.empty();
            }
        };
    }

    private static long wholeNumber(String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number, not " + text, e);
        }
        throw new IllegalArgumentException("must be %d to %d, not %s".formatted(least, most, text));
    }

    private static boolean trueOrFalse(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false, not " + text);
        };
    }
}
