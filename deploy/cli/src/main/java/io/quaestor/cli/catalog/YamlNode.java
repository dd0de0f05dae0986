package io.quaestor.cli.catalog;

import java.util.List;
import java.util.Map;

/** A YAML document with the line of each part, counted from 1. */
sealed interface YamlNode {
    int line();

    /**
     * A value without parts.
     *
     * @param string whether YAML takes it for a text, as it does when it stands in quotes
     */
    record Scalar(int line, String text, boolean string) implements YamlNode {}

    /** A value that could not be found out; a problem says so already. */
    record Unresolved(int line) implements YamlNode {}

    /** A list. */
    record Sequence(int line, List<YamlNode> items) implements YamlNode {}

    /** Fields in the order of the document. */
    record Mapping(int line, Map<String, Field> fields) implements YamlNode {}

    /** A field; the line is its name's. */
    record Field(int line, YamlNode value) {}
}
