package io.quaestor.ingest.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.TextPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A request's JSON form, read along its Avro schema: what a later version of the schema adds can be
 * sent the day it is there.
 *
 * <p>Names are the schema's. A missing field or null takes the schema's default. Unknown fields are
 * refused by name. Besides: messages and parts may be plain texts, a part is told by its {@code
 * type} or else by its fields, and texts that hold JSON may be given as JSON.
 */
final class RequestJson {

    private static final String REQUEST_ID = "requestId";
    private static final String TYPE = "type";

    private final Faults faults = new Faults();
    private final Scalars scalars = new Scalars(faults);

    private RequestJson() {}

    static RequestBody.Read read(ObjectNode body) {
        var json = new RequestJson();
        if (!body.hasNonNull(REQUEST_ID)) {
            // It may come by header, or be derived.
            body.put(REQUEST_ID, "");
        }
        var request = (LlmRequest) json.record(LlmRequest.getClassSchema(), body, "");
        return new RequestBody.Read(request, json.faults.all());
    }

    private SpecificRecord record(Schema schema, ObjectNode node, String path) {
        var record = Fields.newRecord(schema);
        for (var field : schema.getFields()) {
            record.put(field.pos(), field(schema, field, node.get(field.name()), path));
        }
        refuseUnknown(schema, node, path);
        return record;
    }

    private @Nullable Object field(
            Schema record, Schema.Field field, @Nullable JsonNode node, String path) {
        var at = at(path, field.name());
        if (node == null || node.isNull()) {
            if (!field.hasDefaultValue()) {
                faults.add("MISSING", at, "is missing", "Send " + at + ".");
                return Neutral.of(field.schema());
            }
            return SpecificData.get().getDefaultValue(field);
        }
        if (node.isObject() && Fields.holdsJson(record, field.name())) {
            return node.toString();
        }
        return value(field.schema(), node, at);
    }

    private @Nullable Object value(Schema schema, JsonNode node, String at) {
        return switch (schema.getType()) {
            case UNION -> union(schema, node, at);
            case RECORD -> object(schema, node, at);
            case ARRAY -> array(schema.getElementType(), node, at);
            case MAP -> scalars.texts(node, at);
            default -> scalars.of(schema, node, at);
        };
    }

    private @Nullable Object union(Schema union, JsonNode node, String at) {
        var branches = union.getTypes().stream().filter(Scalars::isSomething).toList();
        return branches.size() == 1 ? value(branches.getFirst(), node, at) : part(node, at);
    }

    private @Nullable Object object(Schema schema, JsonNode node, String at) {
        if (Fields.isMessage(schema)) {
            return message(schema, node, at);
        }
        if (node instanceof ObjectNode object) {
            return record(schema, object, at);
        }
        faults.add("WRONG_TYPE", at, "is no object", "Send an object.");
        return Neutral.of(schema);
    }

    /** A single text stands for the list of one. */
    private List<@Nullable Object> array(Schema element, JsonNode node, String at) {
        var values = new ArrayList<@Nullable Object>();
        if (node.isArray()) {
            for (var item : node) {
                values.add(value(element, item, at + "[" + values.size() + "]"));
            }
        } else if (node.isTextual()) {
            values.add(value(element, node, at + "[0]"));
        } else {
            faults.add("WRONG_TYPE", at, "is no list", "Send a list.");
        }
        return values;
    }

    private @Nullable Object message(Schema schema, JsonNode node, String at) {
        if (node.isTextual()) {
            return RequestTexts.userMessage(node.textValue());
        }
        if (!(node instanceof ObjectNode object)) {
            faults.add("WRONG_TYPE", at, "is no message", "Send a text or an object with parts.");
            return Neutral.of(schema);
        }
        var parts = object.get(Fields.PARTS_TOO);
        if (parts != null && !object.has("parts")) {
            object.remove(Fields.PARTS_TOO);
            object.set("parts", parts);
        }
        return record(schema, object, at);
    }

    private @Nullable Object part(JsonNode node, String at) {
        if (node.isTextual()) {
            return new TextPart(node.textValue());
        }
        var schema = node instanceof ObjectNode object ? kind(object) : Optional.<Schema>empty();
        if (schema.isEmpty()) {
            var types = new TreeSet<>(Fields.PART_TYPES.keySet());
            faults.add(
                    "WRONG_TYPE",
                    at,
                    "is no part",
                    "Send a text or an object with type %s.".formatted(String.join(", ", types)));
            return new TextPart("");
        }
        return record(schema.get(), (ObjectNode) node, at);
    }

    /** Named by its type, else the only one that has all its fields. */
    private static Optional<Schema> kind(ObjectNode part) {
        var type = part.remove(TYPE);
        if (type != null) {
            return Optional.ofNullable(Fields.PART_TYPES.get(type.asText()));
        }
        var fitting =
                Fields.PART_TYPES.values().stream()
                        .filter(schema -> hasAllThatItNeeds(part, schema))
                        .toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }

    private static boolean hasAllThatItNeeds(ObjectNode part, Schema schema) {
        return schema.getFields().stream()
                        .filter(field -> !field.hasDefaultValue())
                        .allMatch(field -> part.has(field.name()))
                && part.properties().stream()
                        .allMatch(named -> schema.getField(named.getKey()) != null);
    }

    private void refuseUnknown(Schema schema, ObjectNode node, String path) {
        for (var named : node.properties()) {
            if (schema.getField(named.getKey()) == null) {
                var names = schema.getFields().stream().map(Schema.Field::name).toList();
                faults.add(
                        "UNKNOWN_FIELD",
                        at(path, RequestTexts.shown(named.getKey())),
                        "is not known",
                        "Leave it out; known are %s.".formatted(String.join(", ", names)));
            }
        }
    }

    private static String at(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
