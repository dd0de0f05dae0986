package io.quaestor.simulator.script;

import java.time.Duration;
import java.util.Optional;

/**
 * What a provider throttles beyond; a call over it is answered 429.
 *
 * @param concurrent open calls of the rule at once
 * @param perSecond calls a second, in a fixed window of one second
 * @param retryAfter sent with the 429
 */
public record Limit(
        Optional<Integer> concurrent, Optional<Integer> perSecond, Duration retryAfter) {}
