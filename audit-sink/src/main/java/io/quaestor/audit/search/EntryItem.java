package io.quaestor.audit.search;

import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;

/**
 * An entry of a chain.
 *
 * @param leaf its hash, in hexadecimal digits
 * @param previous the leaf before it
 * @param schemaSha256 hash of the Parsing Canonical Form of the schema it was written with
 * @param kafkaOffset its position in {@code llm.journal}
 * @param kind record name of the event
 * @param event the event as its bytes say; absent when they cannot be read
 */
@Serdeable
record EntryItem(
        int lane,
        long sequence,
        String leaf,
        String previous,
        String schemaSha256,
        long kafkaOffset,
        Instant chainedAt,
        String kind,
        String eventId,
        Instant at,
        String subject,
        String department,
        @Schema(type = "object") Optional<JsonNode> event) {

    static EntryItem of(FoundEntry entry, Optional<GenericRecord> event) {
        var hex = HexFormat.of();
        return new EntryItem(
                entry.position().lane(),
                entry.position().sequence(),
                hex.formatHex(entry.leaf()),
                hex.formatHex(entry.previous()),
                hex.formatHex(entry.schemaSha256()),
                entry.kafkaOffset(),
                entry.chainedAt(),
                entry.kind(),
                entry.eventId(),
                entry.eventAt(),
                entry.subject(),
                entry.department(),
                event.map(EventJson::of));
    }
}
