package io.quaestor.simulator.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.quaestor.simulator.call.AnswerFormat;
import io.quaestor.simulator.call.Protocol;
import io.quaestor.simulator.call.ProviderCall;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads Bedrock Converse requests. Fields that change nothing here are ignored. */
final class BedrockRequests {

    private BedrockRequests() {}

    static Parse parse(String model, byte[] body) {
        Optional<JsonNode> parsed = Json.parseObject(body);
        if (parsed.isEmpty()) {
            return new Parse.Bad("The request body is not a JSON object.");
        }
        JsonNode request = parsed.get();
        if (model.isBlank()) {
            return new Parse.Bad("The model id is empty.");
        }
        if (!request.path("messages").isArray() || request.path("messages").isEmpty()) {
            return new Parse.Bad("A conversation must have at least one message.");
        }
        JsonNode limit = request.path("inferenceConfig").path("maxTokens");
        if (!limit.isMissingNode() && !(limit.isInt() && limit.asInt() > 0)) {
            return new Parse.Bad("inferenceConfig.maxTokens must be at least 1.");
        }
        PromptText texts = new PromptText();
        request.path("system").forEach(block -> texts.add("system", block.path("text").asText()));
        for (JsonNode message : request.path("messages")) {
            String role = message.path("role").asText();
            message.path("content").forEach(block -> read(role, block, texts));
        }
        Optional<AnswerFormat> format = format(request);
        if (format.isEmpty()) {
            return new Parse.Bad("outputConfig.textFormat holds no JSON schema.");
        }
        return new Parse.Understood(
                new ProviderCall(
                        Protocol.BEDROCK,
                        model,
                        texts.system(),
                        texts.user(),
                        texts.all(),
                        texts.opening(),
                        Schemas.bytes(request.path("toolConfig").path("tools"))
                                + Schemas.bytes(request.path("outputConfig").path("textFormat")),
                        texts.images(),
                        limit.isInt() ? OptionalInt.of(limit.asInt()) : OptionalInt.empty(),
                        format.get()));
    }

    private static void read(String role, JsonNode block, PromptText texts) {
        if (block.path("text").isTextual()) {
            texts.add(role, block.path("text").asText());
        } else if (block.has("image")) {
            texts.addImage();
        } else if (block.has("document")) {
            texts.addDocument(role, document(block.path("document")));
        } else if (block.has("toolResult")) {
            for (JsonNode result : block.path("toolResult").path("content")) {
                JsonNode json = result.path("json");
                texts.add(
                        role,
                        json.isMissingNode() ? result.path("text").asText() : json.toString());
            }
        }
    }

    /** The text of a plain document; other formats have no text here. */
    private static String document(JsonNode document) {
        JsonNode source = document.path("source");
        if (source.path("text").isTextual()) {
            return source.path("text").asText();
        }
        String format = document.path("format").asText();
        if (!format.equals("txt") && !format.equals("md") && !format.equals("csv")) {
            return "";
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(source.path("bytes").asText());
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return ""; // not base64: nothing to read
        }
    }

    /** Empty when a schema was announced and is not one. */
    private static Optional<AnswerFormat> format(JsonNode request) {
        JsonNode choice = request.path("toolConfig").path("toolChoice");
        String forced = choice.path("tool").path("name").asText();
        for (JsonNode tool : request.path("toolConfig").path("tools")) {
            JsonNode spec = tool.path("toolSpec");
            String name = spec.path("name").asText();
            if (choice.has("any") || (!forced.isEmpty() && name.equals(forced))) {
                JsonNode schema = spec.path("inputSchema").path("json");
                return Optional.of(new AnswerFormat.Tool(name, Schemas.orAnyObject(schema)));
            }
        }
        JsonNode textFormat = request.path("outputConfig").path("textFormat");
        if (textFormat.path("type").asText().equals("json_schema")) {
            String schema = textFormat.path("structure").path("jsonSchema").path("schema").asText();
            return Json.parseObject(schema).map(AnswerFormat.Json::new);
        }
        return Optional.of(new AnswerFormat.Text());
    }
}
