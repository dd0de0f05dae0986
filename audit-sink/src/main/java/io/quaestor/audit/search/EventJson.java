package io.quaestor.audit.search;

import io.micronaut.json.tree.JsonNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Shows a decoded record as JSON, in whatever version it was written: names as in its schema, times
 * as ISO 8601 in UTC, bytes as hexadecimal digits.
 *
 * <p>A record that stands where another could have stood says its name in {@code @type}.
 */
final class EventJson {
    private static final String TYPE = "@type";

    static JsonNode of(GenericRecord record) {
        return shown(record.getSchema(), record, false);
    }

    private static JsonNode shown(Schema schema, @Nullable Object value, boolean named) {
        return switch (value) {
            case null -> JsonNode.nullNode();
            case IndexedRecord record -> record(record, named);
            case Map<?, ?> map -> map(schema, map);
            case Iterable<?> items -> items(schema, items);
            case ByteBuffer bytes -> hex(bytes);
            case GenericFixed fixed -> hex(ByteBuffer.wrap(fixed.bytes()));
            case Boolean truth -> JsonNode.createBooleanNode(truth);
            case Integer number -> JsonNode.createNumberNode(number);
            case Long number -> number(schema, number);
            case Float number -> JsonNode.createNumberNode(number);
            case Double number -> JsonNode.createNumberNode(number);
            default -> JsonNode.createStringNode(value.toString());
        };
    }

    private static JsonNode record(IndexedRecord record, boolean named) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        if (named) {
            members.put(TYPE, JsonNode.createStringNode(record.getSchema().getName()));
        }
        for (var field : record.getSchema().getFields()) {
            var value = record.get(field.pos());
            members.put(field.name(), member(field.schema(), value));
        }
        return JsonNode.createObjectNode(members);
    }

    /** A union's value by the branch it is of; nothing else tells a time from a number in it. */
    private static JsonNode member(Schema schema, @Nullable Object value) {
        if (!schema.isUnion()) {
            return shown(schema, value, false);
        }
        var branches =
                schema.getTypes().stream()
                        .filter(branch -> branch.getType() != Schema.Type.NULL)
                        .toList();
        boolean several = branches.size() > 1;
        return shown(several || branches.isEmpty() ? schema : branches.getFirst(), value, several);
    }

    private static JsonNode map(Schema schema, Map<?, ?> map) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        map.forEach(
                (key, value) -> members.put(key.toString(), member(schema.getValueType(), value)));
        return JsonNode.createObjectNode(members);
    }

    private static JsonNode items(Schema schema, Iterable<?> items) {
        List<JsonNode> nodes = new ArrayList<>();
        items.forEach(item -> nodes.add(member(schema.getElementType(), item)));
        return JsonNode.createArrayNode(nodes);
    }

    private static JsonNode number(Schema schema, long number) {
        return schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                ? JsonNode.createStringNode(Instant.ofEpochMilli(number).toString())
                : JsonNode.createNumberNode(number);
    }

    private static JsonNode hex(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return JsonNode.createStringNode(HexFormat.of().formatHex(copy));
    }

    private EventJson() {}
}
