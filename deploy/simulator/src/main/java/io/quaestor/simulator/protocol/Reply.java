package io.quaestor.simulator.protocol;

import io.quaestor.simulator.answer.Answer;
import io.quaestor.simulator.call.TokenUsage;
import java.time.Duration;
import java.util.Optional;

/**
 * An answer to be put on the wire.
 *
 * @param id the call's own id, the same for the same call number
 * @param usage empty when the reply is to say nothing about usage
 * @param took from arrival to answer
 */
public record Reply(
        String id,
        String model,
        Answer answer,
        Optional<TokenUsage> usage,
        long createdAtSeconds,
        Duration took) {}
