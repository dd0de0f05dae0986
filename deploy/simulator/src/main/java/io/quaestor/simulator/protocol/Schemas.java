package io.quaestor.simulator.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** What both protocols need of the schemas in a request. */
final class Schemas {

    private Schemas() {}

    /** UTF-8 bytes of a schema as compact JSON; 0 when there is none. */
    static int bytes(JsonNode schema) {
        return schema.isMissingNode() || schema.isNull()
                ? 0
                : schema.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** The schema, or one of any object when a tool names none. */
    static JsonNode orAnyObject(JsonNode schema) {
        return schema.isObject() ? schema : Json.object().put("type", "object");
    }
}
