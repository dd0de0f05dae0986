package io.quaestor.audit.verify;

import java.time.Instant;

/** A row of {@code chain_entry} as it is; nothing in it is believed. */
record StoredEntry(
        int lane,
        long sequence,
        byte[] previous,
        byte[] schemaSha256,
        byte[] body,
        byte[] leaf,
        long kafkaOffset,
        Instant chainedAt,
        Columns columns) {

    /** The columns to search by; texts as they are, the time in milliseconds. */
    record Columns(
            String kind,
            String id,
            long atMillis,
            String subject,
            String department,
            String requestId,
            long run,
            int number) {}
}
