package io.quaestor.audit.verify;

import io.quaestor.audit.verify.Problem.Kind;
import io.quaestor.wire.registry.AvroBody;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DatumReader;

/** Reads bodies with the schemas kept beside the chains. */
final class BodyCheck {

    /** Record name of the form in which a record that nobody could read was chained. */
    static final String UNREADABLE = "UnreadableRecord";

    private final SchemaShelf schemas;
    private final Findings findings;

    BodyCheck(SchemaShelf schemas, Findings findings) {
        this.schemas = schemas;
        this.findings = findings;
    }

    /** The record in the body; empty, and a finding, when there is none. */
    Optional<GenericRecord> read(StoredEntry entry) {
        return switch (schemas.find(entry.schemaSha256()).orElse(null)) {
            case null -> broken(entry, Kind.SCHEMA_MISSING, "its schema is not kept");
            case SchemaShelf.Kept.Changed(String detail) ->
                    broken(entry, Kind.SCHEMA_CHANGED, detail);
            case SchemaShelf.Kept.Intact(var _, DatumReader<Object> reader) ->
                    decoded(entry, reader);
        };
    }

    private Optional<GenericRecord> decoded(StoredEntry entry, DatumReader<Object> reader) {
        AvroBody body = new AvroBody(entry.body(), 0);
        try {
            if (reader.read(null, body) instanceof GenericRecord record
                    && body.remainingBytes() == 0) {
                return Optional.of(record);
            }
            return broken(entry, Kind.UNDECODABLE_BODY, "the body is not one record of its schema");
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Whatever the decoder stumbles over is about the bytes.
            return broken(
                    entry,
                    Kind.UNDECODABLE_BODY,
                    "the body is not of its schema: " + e.getMessage());
        }
    }

    private Optional<GenericRecord> broken(StoredEntry entry, Kind kind, String detail) {
        findings.add(entry.sequence(), kind, detail);
        return Optional.empty();
    }
}
