package io.quaestor.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;

/** The form in which the caller wants the answer. */
public sealed interface AnswerFormat {

    /** Plain text. */
    record Text() implements AnswerFormat {}

    /** Some JSON object; the caller gave no schema. */
    record AnyJson() implements AnswerFormat {}

    /** JSON text that satisfies {@code schema}. */
    record Json(JsonNode schema) implements AnswerFormat {}

    /** A call of the tool {@code name} whose input satisfies {@code schema}. */
    record Tool(String name, JsonNode schema) implements AnswerFormat {}
}
