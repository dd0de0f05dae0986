package io.quaestor.simulator.script;

import io.quaestor.simulator.call.TokenUsage;
import java.time.Duration;
import java.util.Optional;

/**
 * What to do with one call, and when.
 *
 * @param latency from arrival to the behaviour
 * @param usage scripted usage; empty: counted by the token rule
 * @param text scripted answer; empty: written from the prompt
 */
public record Plan(
        Duration latency, Behaviour behaviour, Optional<TokenUsage> usage, Optional<String> text) {}
