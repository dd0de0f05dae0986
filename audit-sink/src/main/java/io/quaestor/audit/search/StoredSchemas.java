package io.quaestor.audit.search;

import io.quaestor.wire.registry.AvroBody;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Decodes stored bodies with stored schemas, each parsed once. Safe for several threads. */
final class StoredSchemas {

    /** The journal has had a few versions; more than this only if somebody fills the table. */
    private static final int KEPT = 64;

    private final Map<String, Schema> parsed =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Schema> eldest) {
                    return size() > KEPT;
                }
            };

    /** Empty when the bytes are not one record of the schema. */
    Optional<GenericRecord> decoded(FoundEntry entry) {
        try {
            var body = new AvroBody(entry.body(), 0);
            var read = new GenericDatumReader<>(schema(entry)).read(null, body);
            return read instanceof GenericRecord record && body.remainingBytes() == 0
                    ? Optional.of(record)
                    : Optional.empty();
        } catch (IOException | RuntimeException | StackOverflowError _) {
            // Whatever the decoder stumbles over is about the stored bytes.
            return Optional.empty();
        }
    }

    private synchronized Schema schema(FoundEntry entry) {
        return parsed.computeIfAbsent(
                HexFormat.of().formatHex(entry.schemaSha256()), _ -> parsed(entry.fullSchema()));
    }

    /** As lenient as the registry's client: what could be chained can be read. */
    private static Schema parsed(String schema) {
        return new Schema.Parser(NameValidator.NO_VALIDATION)
                .setValidateDefaults(false)
                .parse(schema);
    }
}
