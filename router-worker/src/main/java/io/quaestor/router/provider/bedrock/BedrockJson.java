package io.quaestor.router.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.document.Document;

/** JSON to and from the SDK's documents, order and digits kept. Pure. */
final class BedrockJson {

    private BedrockJson() {}

    static Document document(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> Document.fromMap(fields(node));
            case ARRAY -> Document.fromList(items(node));
            case STRING -> Document.fromString(node.textValue());
            case BOOLEAN -> Document.fromBoolean(node.booleanValue());
            case NUMBER -> Document.fromNumber(SdkNumber.fromBigDecimal(node.decimalValue()));
            case NULL, MISSING, BINARY, POJO -> Document.fromNull();
        };
    }

    static JsonNode json(Document document) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        if (document.isMap()) {
            ObjectNode object = factory.objectNode();
            document.asMap().forEach((name, value) -> object.set(name, json(value)));
            return object;
        }
        if (document.isList()) {
            ArrayNode array = factory.arrayNode();
            document.asList().forEach(value -> array.add(json(value)));
            return array;
        }
        if (document.isString()) {
            return factory.textNode(document.asString());
        }
        if (document.isNumber()) {
            return factory.numberNode(new BigDecimal(document.asNumber().stringValue()));
        }
        return document.isBoolean()
                ? factory.booleanNode(document.asBoolean())
                : factory.nullNode();
    }

    private static Map<String, Document> fields(JsonNode object) {
        Map<String, Document> fields = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> fields.put(field.getKey(), document(field.getValue())));
        return fields;
    }

    private static List<Document> items(JsonNode array) {
        List<Document> items = new ArrayList<>(array.size());
        array.forEach(item -> items.add(document(item)));
        return items;
    }
}
