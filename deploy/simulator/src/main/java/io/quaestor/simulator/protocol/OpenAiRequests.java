package io.quaestor.simulator.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.quaestor.simulator.call.AnswerFormat;
import io.quaestor.simulator.call.Protocol;
import io.quaestor.simulator.call.ProviderCall;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads OpenAI chat completion requests. Fields that change nothing here are ignored. */
final class OpenAiRequests {

    private OpenAiRequests() {}

    static Parse parse(byte[] body) {
        Optional<JsonNode> parsed = Json.parseObject(body);
        if (parsed.isEmpty()) {
            return new Parse.Bad("We could not parse the JSON body of your request.");
        }
        JsonNode request = parsed.get();
        Optional<String> problem = problem(request);
        if (problem.isPresent()) {
            return new Parse.Bad(problem.get());
        }
        PromptText texts = new PromptText();
        for (JsonNode message : request.path("messages")) {
            Optional<String> unreadable = read(message, texts);
            if (unreadable.isPresent()) {
                return new Parse.Bad(unreadable.get());
            }
        }
        JsonNode limit =
                request.hasNonNull("max_completion_tokens")
                        ? request.path("max_completion_tokens")
                        : request.path("max_tokens");
        return new Parse.Understood(
                new ProviderCall(
                        Protocol.OPENAI,
                        request.path("model").asText(),
                        texts.system(),
                        texts.user(),
                        texts.all(),
                        texts.opening(),
                        Schemas.bytes(request.path("tools"))
                                + Schemas.bytes(
                                        request.path("response_format").path("json_schema")),
                        texts.images(),
                        limit.isInt() ? OptionalInt.of(limit.asInt()) : OptionalInt.empty(),
                        format(request)));
    }

    private static Optional<String> problem(JsonNode request) {
        if (!request.path("model").isTextual() || request.path("model").asText().isEmpty()) {
            return Optional.of("you must provide a model parameter");
        }
        if (!request.path("messages").isArray() || request.path("messages").isEmpty()) {
            return Optional.of("'messages' must be an array with at least one message");
        }
        if (request.path("stream").asBoolean(false) || request.path("n").asInt(1) != 1) {
            return Optional.of("the simulator neither streams nor gives more than one choice");
        }
        for (String limit : new String[] {"max_tokens", "max_completion_tokens"}) {
            if (request.hasNonNull(limit)
                    && !(request.path(limit).isInt() && request.path(limit).asInt() > 0)) {
                return Optional.of("'" + limit + "' must be a whole number of at least 1");
            }
        }
        JsonNode format = request.path("response_format");
        if (format.path("type").asText().equals("json_schema")
                && !format.path("json_schema").path("schema").isObject()) {
            return Optional.of("'response_format.json_schema.schema' must be an object");
        }
        return Optional.empty();
    }

    private static Optional<String> read(JsonNode message, PromptText texts) {
        String role = message.path("role").asText();
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            texts.add(role, content.asText());
            return Optional.empty();
        }
        for (JsonNode part : content) {
            switch (part.path("type").asText()) {
                case "text" -> texts.add(role, part.path("text").asText());
                case "image_url" -> texts.addImage();
                case "file" ->
                        texts.addDocument(role, file(part.path("file").path("file_data").asText()));
                default -> {
                    return Optional.of("unknown content part '" + part.path("type").asText() + "'");
                }
            }
        }
        return Optional.empty();
    }

    /** The text of a base64 data URL; a file of another kind has no text here. */
    private static String file(String dataUrl) {
        int comma = dataUrl.indexOf(";base64,");
        if (!dataUrl.startsWith("data:text/") || comma < 0) {
            return "";
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(dataUrl.substring(comma + 8));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return ""; // not base64: nothing to read
        }
    }

    private static AnswerFormat format(JsonNode request) {
        JsonNode choice = request.path("tool_choice");
        String forced = choice.path("function").path("name").asText();
        boolean any = choice.asText().equals("required");
        for (JsonNode tool : request.path("tools")) {
            JsonNode function = tool.path("function");
            if (any || (!forced.isEmpty() && function.path("name").asText().equals(forced))) {
                return new AnswerFormat.Tool(
                        function.path("name").asText(),
                        Schemas.orAnyObject(function.path("parameters")));
            }
        }
        JsonNode format = request.path("response_format");
        return switch (format.path("type").asText()) {
            case "json_schema" -> new AnswerFormat.Json(format.path("json_schema").path("schema"));
            case "json_object" -> new AnswerFormat.AnyJson();
            default -> new AnswerFormat.Text();
        };
    }
}
