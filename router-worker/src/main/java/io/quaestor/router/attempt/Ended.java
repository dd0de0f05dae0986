package io.quaestor.router.attempt;

import io.quaestor.router.provider.ProviderReply;
import java.time.Duration;
import java.time.Instant;

/** How a call of ours ended, and when it had run. */
record Ended(ProviderReply reply, Instant startedAt, Instant finishedAt) {
    Duration took() {
        return Duration.between(startedAt, finishedAt);
    }
}
