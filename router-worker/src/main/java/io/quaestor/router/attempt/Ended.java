package io.quaestor.router.attempt;

import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.shape.Shape;
import java.time.Duration;
import java.time.Instant;

/**
 * How a call of ours ended, and when it had run.
 *
 * @param shape whether the reply has the form that was asked for
 */
record Ended(ProviderReply reply, Shape shape, Instant startedAt, Instant finishedAt) {
    Duration took() {
        return Duration.between(startedAt, finishedAt);
    }
}
