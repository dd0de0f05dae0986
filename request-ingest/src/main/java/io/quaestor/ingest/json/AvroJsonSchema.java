package io.quaestor.ingest.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Avro schemas as JSON schemas of the form that {@link RequestBody} reads and {@link AvroJson}
 * writes, comments included.
 */
public final class AvroJsonSchema {

    private static final String REF = "#/components/schemas/";

    /** Before a name that something else has already. */
    private static final String PREFIX = "Record";

    private final Map<String, Object> components;
    private final Set<String> taken;

    private AvroJsonSchema(Map<String, Object> components) {
        this.components = components;
        this.taken = Set.copyOf(components.keySet());
    }

    /** Adds {@code schemas} and everything that they are made of, by name. */
    public static void add(List<Schema> schemas, Map<String, Object> components) {
        var added = new AvroJsonSchema(components);
        schemas.forEach(added::named);
    }

    private Map<String, Object> of(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM -> named(schema);
            case UNION -> union(schema);
            case ARRAY -> Map.of("type", "array", "items", of(schema.getElementType()));
            case MAP -> Map.of("type", "object", "additionalProperties", of(schema.getValueType()));
            case STRING -> Map.of("type", "string");
            case BYTES -> Map.of("type", "string", "format", "byte");
            case BOOLEAN -> Map.of("type", "boolean");
            case DOUBLE, FLOAT -> Map.of("type", "number", "format", "double");
            case INT -> Map.of("type", "integer", "format", "int32");
            case LONG -> longOrTime(schema);
            case FIXED, NULL -> Map.of();
        };
    }

    private static Map<String, Object> longOrTime(Schema schema) {
        return schema.getLogicalType() == null
                ? Map.of("type", "integer", "format", "int64")
                : Map.of("type", "string", "format", "date-time");
    }

    private Map<String, Object> union(Schema union) {
        var branches = union.getTypes().stream().filter(Scalars::isSomething).toList();
        return branches.size() == 1
                ? of(branches.getFirst())
                : Map.of("oneOf", branches.stream().map(this::of).toList());
    }

    private Map<String, Object> named(Schema schema) {
        var name = taken.contains(schema.getName()) ? PREFIX + schema.getName() : schema.getName();
        if (!components.containsKey(name)) {
            Map<String, Object> described = new LinkedHashMap<>();
            components.put(name, described);
            if (schema.getDoc() != null) {
                described.put("description", schema.getDoc());
            }
            if (schema.getType() == Schema.Type.ENUM) {
                described.put("type", "string");
                described.put("enum", schema.getEnumSymbols());
            } else {
                describe(schema, described);
            }
        }
        return Map.of("$ref", REF + name);
    }

    private void describe(Schema schema, Map<String, Object> described) {
        described.put("type", "object");
        var required =
                schema.getFields().stream()
                        .filter(field -> !field.hasDefaultValue())
                        .map(Schema.Field::name)
                        .toList();
        if (!required.isEmpty()) {
            described.put("required", required);
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        schema.getFields().forEach(field -> properties.put(field.name(), field(field)));
        described.put("properties", properties);
    }

    private Map<String, Object> field(Schema.Field field) {
        var type = of(field.schema());
        if (field.doc() == null) {
            return type;
        }
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("description", field.doc());
        if (type.containsKey("$ref")) {
            described.put("allOf", List.of(type));
        } else {
            described.putAll(type);
        }
        return described;
    }
}
