package io.quaestor.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.quaestor.kernel.Seed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerSchemaTest {
    private static final String CITY =
            """
            {"type": "object", "properties": {"city": {"type": "string"}, "people": {"type": "integer"}},
             "required": ["city", "people"], "additionalProperties": false}""";

    @Test
    void meetsTheSchemaAndIsWrittenCompactWithEveryDigit() {
        assertThat(check("{\"type\": \"object\"}", "{ \"a\" : 0.10, \"b\": 1e400 }"))
                .isEqualTo(new Shape.Met("{\"a\":0.10,\"b\":1E+400}"));
    }

    @Test
    void saysWhereAndWhatIsWrong() {
        assertThat(flaws(CITY, "{\"city\": 5, \"mayor\": \"x\"}"))
                .containsExactlyInAnyOrder(
                        new Flaw("/city", "integer found, string expected"),
                        new Flaw("", "required property 'people' not found"),
                        new Flaw(
                                "",
                                "property 'mayor' is not defined in the schema and the schema does"
                                        + " not allow additional properties"));
    }

    @Test
    void keepsAFewFlawsOfManyAndCutsLongOnes() {
        var values = "\"" + "long value, ".repeat(200) + "\"";
        var flaws =
                flaws(
                        "{\"type\":\"array\",\"items\":{\"enum\":[" + values + "]}}",
                        "[1" + ",1".repeat(500) + "]");
        assertThat(flaws).hasSize(Flaw.MAX_FLAWS);
        assertThat(flaws)
                .allSatisfy(flaw -> assertThat(flaw.message()).hasSizeLessThanOrEqualTo(300));
    }

    @Test
    void assertsNoFormat() {
        assertThat(check("{\"type\":\"string\",\"format\":\"date-time\"}", "\"soon\""))
                .isInstanceOf(Shape.Met.class);
    }

    @Test
    void readsAnOlderDraftThatTheSchemaNames() {
        var tuple =
                """
                {"$schema": "http://json-schema.org/draft-07/schema#", "type": "array",
                 "items": [{"type": "string"}], "additionalItems": false}""";
        assertThat(check(tuple, "[\"a\"]")).isInstanceOf(Shape.Met.class);
        assertThat(flaws(tuple, "[\"a\", 1]")).isNotEmpty();
        assertThat(unusable(tuple.replace("http://json-schema.org/draft-07/schema#", "")))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{\"type\": \"strnig\"}",
                "{\"type\": 5}",
                "{\"properties\": []}",
                "{\"minLength\": -1}",
                "{\"required\": \"a\"}",
                "{\"pattern\": \"(\"}",
                "{\"properties\": {\"a\": {\"pattern\": \"[z-a]\"}}}",
                "{\"$ref\": \"#/$defs/none\"}",
                "{\"items\": {\"$ref\": \"#nowhere\"}}",
                "{\"$schema\": \"https://example.org/mine\"}",
                "{\"items\": [{\"type\": \"string\"}]}"
            })
    void refusesWhatIsNoSchema(String text) {
        assertThat(unusable(text)).isNotBlank();
    }

    @Test
    void fetchesNothingFromTheNetworkOrAFileOrTheClassPath(@TempDir Path folder)
            throws IOException {
        var asked = new AtomicInteger();
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.incrementAndGet();
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        var file = Files.writeString(folder.resolve("s.json"), "{\"type\":\"string\"}");
        try {
            var http = "http://127.0.0.1:" + server.getAddress().getPort() + "/s.json";
            for (var elsewhere :
                    List.of(http, file.toUri().toString(), "classpath:draft/2020-12/schema")) {
                for (var keyword : List.of("$ref", "$dynamicRef")) {
                    var schema = "{\"%s\": \"%s\"}".formatted(keyword, elsewhere);
                    assertThat(AnswerSchema.read(schema, System::nanoTime))
                            .as(schema)
                            .satisfiesAnyOf(
                                    reading ->
                                            assertThat(reading)
                                                    .isInstanceOf(AnswerSchema.Unusable.class),
                                    reading ->
                                            assertThat(check(schema, "\"text\""))
                                                    .isInstanceOf(Shape.Missed.class));
                }
                assertThat(unusable("{\"$schema\": \"" + elsewhere + "\"}")).isNotBlank();
                assertThat(
                                unusable(
                                        "{\"$id\": \"%s\", \"$ref\": \"other.json\"}"
                                                .formatted(elsewhere)))
                        .isNotBlank();
            }
        } finally {
            server.stop(0);
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void endsAPatternThatWouldBacktrackForEver() {
        var schema = "{\"type\": \"string\", \"pattern\": \"^(a+)+\\\\1!x$\"}";
        assertUnjudged(schema, "\"" + "a".repeat(60) + "!\"", "it takes longer than 1000 ms");
    }

    @Test
    void endsReferencesThatDoubleAtEveryLevel() {
        var schema = new StringBuilder("{\"$ref\": \"#/$defs/d0\", \"$defs\": {");
        for (int i = 0; i < 40; i++) {
            var next = "{\"$ref\": \"#/$defs/d" + (i + 1) + "\"}";
            schema.append("\"d%d\": {\"allOf\": [%s, %s]}, ".formatted(i, next, next));
        }
        schema.append("\"d40\": {\"type\": \"object\"}}}");
        assertUnjudged(schema.toString(), "{}", "it takes longer than 1000 ms");
    }

    @Test
    void endsReferencesThatLeadNowhereElse() {
        assertUnjudged("{\"allOf\": [{\"$ref\": \"#\"}]}", "{}", "it nests too deep");
        assertUnjudged("{\"$ref\": \"#\"}", "{}", "it nests too deep");
    }

    @Test
    void givesUpOnAReplyWithTooMuchWrong() {
        assertUnjudged(
                "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}",
                "[1" + ",1".repeat(20_000) + "]",
                "there is too much wrong with it");
    }

    @Test
    void endsAValidationWhoseTimeIsUpWhateverTheClock() {
        var clock =
                new LongSupplier() {
                    private long now;

                    @Override
                    public long getAsLong() {
                        now += Duration.ofMillis(600).toNanos();
                        return now;
                    }
                };
        var usable = usable("{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}");
        var value = JsonAnswer.read("[1" + ",1".repeat(1_000) + "]").orElseThrow();
        assertThat(usable.check(value, clock)).isInstanceOf(Shape.Missed.class);
        assertThat(usable.check(value, () -> 0)).isInstanceOf(Shape.Met.class);
    }

    @Test
    void refusesASchemaThatNestsTooDeepOrIsTooLong() {
        var deep = "{\"not\": ".repeat(5_000) + "{}" + "}".repeat(5_000);
        assertThat(unusable(deep)).isEqualTo("it is no JSON object");
        var some = "{\"not\": ".repeat(190) + "{}" + "}".repeat(190);
        assertThat(check(some, "1")).isInstanceOf(Shape.class);
        var text = "{\"description\": \"" + "x".repeat(AnswerSchema.MAX_CHARS) + "\"}";
        assertThat(unusable(text)).contains("characters");
    }

    @Test
    void judgesTheSameOnManyThreads() {
        var usable = usable(CITY);
        var good = JsonAnswer.read("{\"city\":\"Trier\",\"people\":1}").orElseThrow();
        var bad = JsonAnswer.read("{\"city\":7}").orElseThrow();
        assertThat(
                        java.util.stream.IntStream.range(0, 2_000)
                                .parallel()
                                .filter(
                                        i ->
                                                usable.check(
                                                                        i % 2 == 0 ? good : bad,
                                                                        System::nanoTime)
                                                                instanceof Shape.Met
                                                        != (i % 2 == 0))
                                .count())
                .isZero();
    }

    /** Whatever schema and value, a verdict comes: no exception, no hang. */
    @Test
    void alwaysComesToAVerdictOnRandomSchemas() {
        Seed.run(
                random -> {
                    for (int i = 0; i < 3_000; i++) {
                        var schema = object(random, 4);
                        var value = JsonAnswer.read(value(random, 3)).orElseThrow();
                        switch (AnswerSchema.read(schema, System::nanoTime)) {
                            case AnswerSchema.Unusable(var reason) ->
                                    assertThat(reason).isNotBlank();
                            case AnswerSchema.Usable(var usable) ->
                                    assertThat(usable.check(value, System::nanoTime)).isNotNull();
                        }
                    }
                });
    }

    private static final List<String> KEYWORDS =
            List.of(
                    "type",
                    "properties",
                    "items",
                    "allOf",
                    "anyOf",
                    "oneOf",
                    "not",
                    "if",
                    "then",
                    "else",
                    "required",
                    "enum",
                    "const",
                    "pattern",
                    "minLength",
                    "maximum",
                    "multipleOf",
                    "uniqueItems",
                    "contains",
                    "minContains",
                    "prefixItems",
                    "patternProperties",
                    "propertyNames",
                    "additionalProperties",
                    "unevaluatedProperties",
                    "unevaluatedItems",
                    "dependentSchemas",
                    "$ref",
                    "$dynamicRef",
                    "$defs",
                    "$anchor",
                    "$dynamicAnchor",
                    "$id",
                    "$schema",
                    "format",
                    "unknown");
    private static final List<String> TEXTS =
            List.of(
                    "object",
                    "array",
                    "string",
                    "integer",
                    "number",
                    "null",
                    "#",
                    "#/$defs/a",
                    "#a",
                    "a",
                    "^a*$",
                    "(",
                    "https://json-schema.org/draft/2020-12/schema",
                    "http://127.0.0.1:1/x",
                    "date",
                    "");

    private static String object(SplittableRandom random, int depth) {
        var members = new StringBuilder("{");
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            var name = random.nextInt(5) == 0 ? pick(TEXTS, random) : pick(KEYWORDS, random);
            members.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(name)
                    .append("\":")
                    .append(value(random, depth - 1));
        }
        return members.append('}').toString();
    }

    private static String value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth <= 0 ? 4 : 8)) {
            case 0 -> "\"" + pick(TEXTS, random) + "\"";
            case 1 -> String.valueOf(random.nextInt(-2, 5));
            case 2 -> String.valueOf(random.nextBoolean());
            case 3 -> random.nextBoolean() ? "null" : "1.5e-7";
            case 4 -> "[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
            default -> object(random, depth);
        };
    }

    private static String pick(List<String> from, SplittableRandom random) {
        return from.get(random.nextInt(from.size()));
    }

    private static void assertUnjudged(String schema, String value, String reason) {
        var missed = (Shape.Missed) check(schema, value);
        assertThat(missed.repairable()).isFalse();
        assertThat(missed.flaws())
                .containsExactly(new Flaw("", "the reply could not be validated: " + reason));
    }

    private static Shape check(String schema, String value) {
        JsonNode tree = JsonAnswer.read(value).orElseThrow();
        return usable(schema).check(tree, System::nanoTime);
    }

    private static List<Flaw> flaws(String schema, String value) {
        var missed = (Shape.Missed) check(schema, value);
        assertThat(missed.repairable()).isTrue();
        return missed.flaws();
    }

    private static AnswerSchema usable(String schema) {
        var reading = AnswerSchema.read(schema, System::nanoTime);
        assertThat(reading).as(schema).isInstanceOf(AnswerSchema.Usable.class);
        return ((AnswerSchema.Usable) reading).schema();
    }

    private static String unusable(String schema) {
        var reading = AnswerSchema.read(schema, System::nanoTime);
        assertThat(reading).as(schema).isInstanceOf(AnswerSchema.Unusable.class);
        return ((AnswerSchema.Unusable) reading).reason();
    }
}
