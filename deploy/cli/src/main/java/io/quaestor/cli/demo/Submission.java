package io.quaestor.cli.demo;

import io.quaestor.event.TopicPosition;

/** A request as it lies on {@code llm.requests}; responses name it by its position. */
public record Submission(TopicPosition position, String department, String requestId) {}
