package io.quaestor.ingest.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as plain JSON: the schema's names, no wrapping of unions, times in ISO 8601, bytes in
 * base64, absent values left out.
 */
public final class AvroJson {

    private AvroJson() {}

    public static byte[] bytes(IndexedRecord record) {
        var out = new ByteArrayOutputStream();
        try (var json = RequestBody.JSON.createGenerator(out)) {
            record(json, record);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return out.toByteArray();
    }

    private static void record(JsonGenerator json, IndexedRecord record) throws IOException {
        json.writeStartObject();
        for (var field : record.getSchema().getFields()) {
            @Nullable Object value = record.get(field.pos());
            if (value != null) {
                json.writeFieldName(field.name());
                value(json, value);
            }
        }
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case IndexedRecord record -> record(json, record);
            case Iterable<?> list -> list(json, list);
            case Map<?, ?> map -> map(json, map);
            case ByteBuffer bytes -> json.writeBinary(copy(bytes));
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            // Texts, times and words of a list.
            default -> json.writeString(value.toString());
        }
    }

    private static void list(JsonGenerator json, Iterable<?> list) throws IOException {
        json.writeStartArray();
        for (var item : list) {
            value(json, item);
        }
        json.writeEndArray();
    }

    private static void map(JsonGenerator json, Map<?, ?> map) throws IOException {
        json.writeStartObject();
        for (var entry : map.entrySet()) {
            json.writeFieldName(entry.getKey().toString());
            value(json, entry.getValue());
        }
        json.writeEndObject();
    }

    private static byte[] copy(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }
}
