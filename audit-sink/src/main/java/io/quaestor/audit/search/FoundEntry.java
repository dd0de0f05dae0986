package io.quaestor.audit.search;

import java.time.Instant;

/** A row of {@code chain_entry}, with the schema it was written with. */
record FoundEntry(
        AuditSearch.Position position,
        byte[] previous,
        byte[] leaf,
        byte[] schemaSha256,
        String fullSchema,
        byte[] body,
        long kafkaOffset,
        Instant chainedAt,
        String kind,
        String eventId,
        Instant eventAt,
        String subject,
        String department) {}
