package io.quaestor.event;

import static java.util.Comparator.comparingInt;
import static org.assertj.core.api.Assertions.assertThat;

import io.quaestor.wire.TopicSpec;
import io.quaestor.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;

/**
 * Every schema of today reads what every released version wrote: BACKWARD_TRANSITIVE over {@code
 * src/history}, one folder a version.
 */
class SchemaCompatibilityTest {
    private static final Path HISTORY = Path.of("src", "history");

    @Test
    void readsWhatEveryReleasedVersionWrote() throws IOException {
        var current = current();
        for (var released : released()) {
            var reader = current.get(released.getName());
            assertThat(reader).as("%s was released and is gone", released.getName()).isNotNull();
            assertThat(incompatibilities(reader, released)).as("%s", released.getName()).isEmpty();
        }
    }

    /** A folder holds the records that changed with its version, or came with it. */
    @Test
    void isTheNewestReleasedVersionUntilAnotherIsAdded() throws IOException {
        var newest = new TreeMap<String, Schema>();
        released().forEach(schema -> newest.put(schema.getName(), schema));
        var current = current();
        assertThat(newest.keySet()).isEqualTo(current.keySet());
        newest.forEach(
                (name, schema) ->
                        assertThat(canonical(current.get(name)))
                                .as("%s differs from its newest version: add one", name)
                                .isEqualTo(canonical(schema)));
    }

    @Test
    void findsADeliberatelyBreakingSchema() {
        var released =
                new Schema.Parser()
                        .parse(
                                """
                {"type":"record","name":"R","fields":[{"name":"kept","type":"string"}]}""");
        var withoutDefault =
                new Schema.Parser()
                        .parse(
                                """
                {"type":"record","name":"R","fields":[
                  {"name":"kept","type":"string"},{"name":"added","type":"long"}]}""");
        var otherType =
                new Schema.Parser()
                        .parse(
                                """
                {"type":"record","name":"R","fields":[{"name":"kept","type":"long"}]}""");
        assertThat(incompatibilities(withoutDefault, released)).isNotEmpty();
        assertThat(incompatibilities(otherType, released)).isNotEmpty();
    }

    /** A reader meets enum symbols of later writers: each enum has a default to fall back on. */
    @Test
    void givesEveryEnumADefaultCalledUnknown() {
        var enums = new TreeMap<String, Schema>();
        current().values().forEach(schema -> collectEnums(schema, enums, new ArrayList<>()));
        assertThat(enums).isNotEmpty();
        enums.forEach(
                (name, schema) ->
                        assertThat(schema.getEnumDefault()).as(name).isEqualTo("UNKNOWN"));
    }

    private static void collectEnums(Schema schema, Map<String, Schema> enums, List<String> seen) {
        switch (schema.getType()) {
            case ENUM -> enums.put(schema.getFullName(), schema);
            case ARRAY -> collectEnums(schema.getElementType(), enums, seen);
            case MAP -> collectEnums(schema.getValueType(), enums, seen);
            case UNION -> schema.getTypes().forEach(type -> collectEnums(type, enums, seen));
            case RECORD -> {
                if (!seen.contains(schema.getFullName())) {
                    seen.add(schema.getFullName());
                    schema.getFields().forEach(field -> collectEnums(field.schema(), enums, seen));
                }
            }
            default -> {}
        }
    }

    private static List<String> incompatibilities(Schema reader, Schema writer) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        if (result.getType() == SchemaCompatibilityType.COMPATIBLE) {
            return List.of();
        }
        return result.getResult().getIncompatibilities().stream()
                .map(problem -> problem.getLocation() + ": " + problem.getMessage())
                .toList();
    }

    /** Without documentation and Java's own string property, but with defaults. */
    private static String canonical(Schema schema) {
        return new Schema.Parser()
                .parse(schema.toString())
                .toString()
                .replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\"")
                .replaceAll(",\"avro.java.string\":\"String\"", "")
                .replaceAll(",\"doc\":\"(?:[^\"\\\\]|\\\\.)*\"", "");
    }

    private static Map<String, Schema> current() {
        return Stream.concat(Topics.all().stream(), Stream.of(Topics.jobsOf("any")))
                .map(TopicSpec::value)
                .flatMap(Optional::stream)
                .collect(Collectors.toMap(Schema::getName, schema -> schema));
    }

    /** Oldest version first. */
    private static List<Schema> released() throws IOException {
        var all = new ArrayList<Schema>();
        try (var versions = Files.list(HISTORY)) {
            for (var version :
                    versions.sorted(comparingInt(SchemaCompatibilityTest::number)).toList()) {
                all.addAll(schemas(version));
            }
        }
        return all;
    }

    private static int number(Path version) {
        return Integer.parseInt(version.getFileName().toString().substring(1));
    }

    private static List<Schema> schemas(Path version) throws IOException {
        var schemas = new ArrayList<Schema>();
        try (var files = Files.list(version)) {
            for (var file : files.sorted().toList()) {
                schemas.add(new Schema.Parser().parse(file.toFile()));
            }
        }
        return schemas;
    }
}
