package io.quaestor.simulator.log;

import io.quaestor.simulator.call.Protocol;

/**
 * What is known of a call when it arrives.
 *
 * @param model empty when authentication failed before the model was read
 * @param credential a credential's id, never a secret
 * @param attempt the caller's own call id, empty when none was sent
 * @param traceparent the caller's span, as sent; empty when none was
 * @param promptSha256 32 bytes, or none when the prompt was not read
 * @param arrivedAtMillis since the epoch
 */
public record CallArrival(
        Protocol protocol,
        String model,
        String credential,
        String attempt,
        String traceparent,
        byte[] promptSha256,
        long arrivedAtMillis) {}
