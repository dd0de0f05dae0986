package io.quaestor.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.quaestor.simulator.Seed;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SchemaAnswerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistryConfig STRICT =
            SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    registry -> registry.schemaRegistryConfig(STRICT));
    private static final String DOCUMENT =
            "The treaty with Spain ended the war in 1795. Taxes paid for the war and for the treaty."
                    + " Peace and the treaty brought trade to every harbour of the country of President"
                    + " Washington. The war had cost the country its navy, its trade and its peace in"
                    + " 1794 and 1795. ";
    private static final Reading READING = Reading.of(DOCUMENT.repeat(3));

    @Test
    void satisfiesRandomSchemas() {
        Seed.run(
                random -> {
                    for (int i = 0; i < 2_000; i++) {
                        JsonNode schema = new RandomSchema(random).root();
                        assertSatisfied(schema, reading(random));
                    }
                });
    }

    @Test
    void countsDownFromABoundAboveWhereNoCountFits() throws Exception {
        JsonNode answer =
                satisfied(
                        """
                        {"type":"array","minItems":6,"uniqueItems":true,
                         "items":{"type":"number","exclusiveMaximum":-1.625}}
                        """);

        assertThat(answer.get(0).decimalValue()).isEqualByComparingTo("-2.625");
        assertThat(answer.get(5).decimalValue()).isEqualByComparingTo("-7.625");
    }

    @Test
    void answersIntegersWithCountsAndStringsWithPartsOfTheDocument() throws Exception {
        JsonNode answer =
                satisfied(
                        """
                        {"type":"object","properties":{
                          "word_count":{"type":"integer"},
                          "numberOfSentences":{"type":"integer"},
                          "treaty":{"type":"integer"},
                          "year":{"type":"integer"},
                          "quote":{"type":"string"},
                          "evidence":{"type":"string","maxLength":20},
                          "keywords":{"type":"array","items":{"type":"string"},"minItems":2,"maxItems":2},
                          "speaker":{"type":"string"},
                          "mentions_war":{"type":"boolean"}}}
                        """);

        assertThat(answer.path("word_count").asInt()).isEqualTo(READING.wordCount());
        assertThat(answer.path("numberOfSentences").asInt()).isEqualTo(READING.sentences().size());
        assertThat(answer.path("treaty").asInt()).isEqualTo(9);
        assertThat(answer.path("year").asInt()).isEqualTo(1795);
        assertThat(READING.sentences()).contains(answer.path("quote").asText());
        assertThat(DOCUMENT).contains(answer.path("evidence").asText());
        assertThat(answer.path("evidence").asText()).isNotEqualTo(answer.path("quote").asText());
        assertThat(answer.at("/keywords/0").asText()).isEqualTo("treaty");
        assertThat(answer.path("speaker").asText()).isEqualTo("Spain");
        assertThat(answer.path("mentions_war").asBoolean()).isTrue();
    }

    @Test
    void choosesTheEnumValueThatTheDocumentMentionsMost() throws Exception {
        assertThat(satisfied("{\"enum\":[\"weather\",\"navy\",\"treaty\"]}").asText())
                .isEqualTo("treaty");
    }

    @Test
    void givesTheSameAnswerAgain() throws Exception {
        String schema = "{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"minItems\":9}";

        assertThat(satisfied(schema)).isEqualTo(satisfied(schema));
    }

    @Test
    void refusesByNameWhatItCannotSatisfy() throws Exception {
        assertRefused("{\"not\":{\"type\":\"null\"}}", "not");
        assertRefused("{\"type\":\"string\",\"pattern\":\"^§{3}$\"}", "no value");
        assertRefused("{\"$ref\":\"https://example.invalid/schema\"}", "$ref");
        assertRefused("{\"type\":\"array\",\"minItems\":1000000000}", "items");
        assertRefused("{\"type\":\"integer\",\"minimum\":2,\"maximum\":1}", "no value");
        assertRefused("{\"$ref\":\"#\"}", "circle");
        assertRefused(
                "{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"$ref\":\"#\"}}}",
                "depth");
    }

    @Test
    void givesUpOnAPatternThatWouldRunForEver() throws Exception {
        assertRefused("{\"type\":\"string\",\"pattern\":\"(\\\\w+\\\\s?)+§\"}", "no value");
    }

    private static Reading reading(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Reading.of("In 1901 a short text with the words war and peace was found.");
            case 1 -> Reading.of("Straße 12, 1999: naïve ünïcödé 😀 text. Another 2001 one here!");
            default -> READING;
        };
    }

    private static void assertSatisfied(JsonNode schema, Reading reading) {
        SchemaAnswer.Result result = SchemaAnswer.to(schema, reading);
        assertThat(result).as("%s", schema).isInstanceOf(SchemaAnswer.Satisfied.class);
        JsonNode value = ((SchemaAnswer.Satisfied) result).value();
        assertThat(SCHEMAS.getSchema(schema).validate(value))
                .as("%s answered with %s", schema, value)
                .isEmpty();
    }

    private static JsonNode satisfied(String schema) throws JsonProcessingException {
        JsonNode node = JSON.readTree(schema);
        assertSatisfied(node, READING);
        return ((SchemaAnswer.Satisfied) SchemaAnswer.to(node, READING)).value();
    }

    private static void assertRefused(String schema, String why) throws JsonProcessingException {
        assertThat(SchemaAnswer.to(JSON.readTree(schema), READING))
                .isInstanceOfSatisfying(
                        SchemaAnswer.Unsatisfied.class,
                        refused -> assertThat(refused.reason()).contains(why));
    }
}
