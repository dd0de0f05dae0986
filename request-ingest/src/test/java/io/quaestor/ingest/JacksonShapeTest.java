package io.quaestor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonShapeTest {

    private final JacksonShape json = new JacksonShape();

    @ParameterizedTest
    @ValueSource(strings = {"{}", " {\"a\": {\"b\": [1, null, \"}\"]}} ", "{\"\\u0000\": 1e999}"})
    void takesOneWellFormedObject(String text) {
        assertThat(json.isObject(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"{}\"",
                "{",
                "{} {}",
                "{}x",
                "{\"a\":}",
                "{'a': 1}",
                "{\"a\": 1, \"a\": 2}",
                "{\"a\": NaN}"
            })
    void refusesEverythingElse(String text) {
        assertThat(json.isObject(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 100_000, 5_000_000})
    void refusesBottomlessNesting(int depth) {
        assertThat(json.isObject("{\"a\":" + "[".repeat(depth))).isFalse();
        assertThat(json.isObject("{\"a\":".repeat(depth))).isFalse();
    }
}
