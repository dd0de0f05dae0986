package io.quaestor.ingest.json;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * Stands where nothing usable was sent, so that the rest can be judged in the same pass. A request
 * that holds one is never published.
 */
final class Neutral {

    private Neutral() {}

    static @Nullable Object of(Schema schema) {
        return switch (schema.getType()) {
            case STRING -> "";
            case INT -> 0;
            case LONG -> schema.getLogicalType() == null ? (Object) 0L : Instant.EPOCH;
            case DOUBLE -> 0d;
            case BOOLEAN -> false;
            case BYTES -> ByteBuffer.allocate(0);
            case ENUM -> SpecificData.get().createEnum(schema.getEnumDefault(), schema);
            case ARRAY -> new ArrayList<>();
            case MAP -> new HashMap<>();
            case RECORD -> record(schema);
            default -> null;
        };
    }

    private static Object record(Schema schema) {
        var record = Fields.newRecord(schema);
        schema.getFields().forEach(field -> record.put(field.pos(), of(field.schema())));
        return record;
    }
}
