package io.quaestor.ingest.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** Single values of a body: numbers, texts, times, bytes, words of a list. */
final class Scalars {

    private final Faults faults;

    Scalars(Faults faults) {
        this.faults = faults;
    }

    static boolean isSomething(Schema schema) {
        return schema.getType() != Schema.Type.NULL;
    }

    @Nullable Object of(Schema schema, JsonNode node, String at) {
        return switch (schema.getType()) {
            case STRING -> node.isTextual() ? node.textValue() : wrong(schema, at, "a text");
            case BOOLEAN -> node.isBoolean() ? node.booleanValue() : wrong(schema, at, "a boolean");
            case DOUBLE -> node.isNumber() ? node.doubleValue() : wrong(schema, at, "a number");
            case INT -> integer(schema, node, at);
            case LONG ->
                    schema.getLogicalType() == null
                            ? whole(schema, node, at)
                            : time(schema, node, at);
            case BYTES -> bytes(schema, node, at);
            case ENUM -> word(schema, node, at);
            default -> throw new IllegalStateException("no JSON form of " + schema.getType());
        };
    }

    Map<String, String> texts(JsonNode node, String at) {
        Map<String, String> texts = new HashMap<>();
        if (!node.isObject()) {
            faults.add("WRONG_TYPE", at, "is no object", "Send an object of texts.");
            return texts;
        }
        for (var named : node.properties()) {
            if (named.getValue().isTextual()) {
                texts.put(named.getKey(), named.getValue().textValue());
            } else {
                var name = RequestTexts.shown(named.getKey());
                faults.add("WRONG_TYPE", at + "." + name, "is no text", "Send a text.");
            }
        }
        return texts;
    }

    private @Nullable Object integer(Schema schema, JsonNode node, String at) {
        return node.isIntegralNumber() && node.canConvertToInt()
                ? (Object) node.intValue()
                : wrong(schema, at, "a whole number of 32 bits");
    }

    private @Nullable Object whole(Schema schema, JsonNode node, String at) {
        return node.isIntegralNumber() && node.canConvertToLong()
                ? (Object) node.longValue()
                : wrong(schema, at, "a whole number of 64 bits");
    }

    /** ISO 8601 in UTC, or milliseconds since 1970. */
    private @Nullable Object time(Schema schema, JsonNode node, String at) {
        try {
            if (node.isIntegralNumber() && node.canConvertToLong()) {
                return Instant.ofEpochMilli(node.longValue());
            }
            if (node.isTextual()) {
                var time = Instant.parse(node.textValue());
                return Instant.ofEpochMilli(time.toEpochMilli());
            }
        } catch (DateTimeException | ArithmeticException outOfForm) {
            // Told below.
        }
        return wrong(schema, at, "a time such as 2026-03-01T12:00:00Z");
    }

    private @Nullable Object bytes(Schema schema, JsonNode node, String at) {
        try {
            if (node.isTextual()) {
                return ByteBuffer.wrap(Base64.getDecoder().decode(node.textValue()));
            }
        } catch (IllegalArgumentException outOfForm) {
            // Told below.
        }
        return wrong(schema, at, "bytes in base64");
    }

    private @Nullable Object word(Schema schema, JsonNode node, String at) {
        List<String> words = new ArrayList<>(schema.getEnumSymbols());
        words.remove(schema.getEnumDefault());
        var word = node.isTextual() ? node.textValue().toUpperCase(Locale.ROOT) : "";
        return words.contains(word)
                ? SpecificData.get().createEnum(word, schema)
                : wrong(schema, at, "one of " + String.join(", ", words));
    }

    private @Nullable Object wrong(Schema schema, String at, String wanted) {
        faults.add("WRONG_TYPE", at, "is not " + wanted, "Send " + wanted + ".");
        return Neutral.of(schema);
    }
}
