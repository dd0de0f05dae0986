package io.quaestor.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;

/** What the simulated model says. */
public sealed interface Answer {

    /** Text, whole or cut at the caller's token limit. */
    record Text(String text, boolean cut) implements Answer {}

    /** A call of the tool {@code name}. */
    record ToolCall(String name, JsonNode input) implements Answer {}

    /** A tool call that the token limit cut: real providers then send no usable input. */
    record ToolCallCut(String name, String partialInput) implements Answer {}

    /** The request's schema cannot be satisfied; {@code reason} names why. */
    record Refused(String reason) implements Answer {}
}
