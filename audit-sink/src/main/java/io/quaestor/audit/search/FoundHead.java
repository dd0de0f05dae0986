package io.quaestor.audit.search;

import java.time.Instant;

/** A row of {@code chain_head}. */
record FoundHead(
        int lane,
        long entries,
        byte[] leaf,
        long kafkaOffset,
        long epoch,
        String sink,
        Instant advancedAt) {}
