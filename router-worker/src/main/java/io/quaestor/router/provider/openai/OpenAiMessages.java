package io.quaestor.router.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import io.quaestor.event.DocumentPart;
import io.quaestor.event.ImagePart;
import io.quaestor.event.Message;
import io.quaestor.event.TextPart;
import io.quaestor.event.ToolCallPart;
import io.quaestor.event.ToolResultPart;
import io.quaestor.router.provider.Parts;
import io.quaestor.router.provider.UnsendableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;

/** Writes the messages of a chat completion. Pure. */
final class OpenAiMessages {

    private OpenAiMessages() {}

    static void write(JsonGenerator json, List<Message> messages) throws IOException {
        json.writeArrayFieldStart("messages");
        for (Message message : messages) {
            writeMessage(json, message);
        }
        json.writeEndArray();
    }

    private static void writeMessage(JsonGenerator json, Message message) throws IOException {
        List<ToolResultPart> results = Parts.of(ToolResultPart.class, message);
        for (ToolResultPart result : results) {
            writeToolResult(json, result);
        }
        if (results.size() == message.getParts().size() && !results.isEmpty()) {
            return;
        }
        json.writeStartObject();
        json.writeStringField("role", role(message));
        if (!message.getName().isEmpty()) {
            json.writeStringField("name", message.getName());
        }
        writeContent(json, message.getParts());
        writeToolCalls(json, Parts.of(ToolCallPart.class, message));
        json.writeEndObject();
    }

    private static String role(Message message) {
        return switch (message.getRole()) {
            case SYSTEM -> "system";
            case USER -> "user";
            case ASSISTANT -> "assistant";
            case TOOL -> throw new UnsendableException("a TOOL message holds tool results only");
            case UNKNOWN -> throw new UnsendableException("a message has an unknown role");
        };
    }

    private static void writeToolResult(JsonGenerator json, ToolResultPart result)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("role", "tool");
        json.writeStringField("tool_call_id", result.getId());
        json.writeStringField("content", result.getContent());
        json.writeEndObject();
    }

    /** One text is written as a plain string: servers without multimodal support know no parts. */
    private static void writeContent(JsonGenerator json, List<Object> parts) throws IOException {
        List<Object> content = parts.stream().filter(OpenAiMessages::isContent).toList();
        if (content.isEmpty()) {
            json.writeNullField("content");
        } else if (content.size() == 1 && content.getFirst() instanceof TextPart text) {
            json.writeStringField("content", text.getText());
        } else {
            json.writeArrayFieldStart("content");
            for (Object part : content) {
                writePart(json, part);
            }
            json.writeEndArray();
        }
    }

    private static boolean isContent(Object part) {
        return !(part instanceof ToolCallPart) && !(part instanceof ToolResultPart);
    }

    private static void writePart(JsonGenerator json, Object part) throws IOException {
        switch (part) {
            case TextPart text -> writeText(json, text);
            case ImagePart image -> writeImage(json, image);
            case DocumentPart document -> writeDocument(json, document);
            default -> throw new UnsendableException("a message part has an unknown type");
        }
    }

    private static void writeText(JsonGenerator json, TextPart text) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "text");
        json.writeStringField("text", text.getText());
        json.writeEndObject();
    }

    private static void writeImage(JsonGenerator json, ImagePart image) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "image_url");
        json.writeObjectFieldStart("image_url");
        json.writeStringField(
                "url",
                Parts.exactlyOne(
                        "image",
                        image.getData(),
                        image.getUri(),
                        data -> dataUrl(image.getMediaType(), data)));
        if (!image.getDetail().isEmpty() && !image.getDetail().equals("auto")) {
            json.writeStringField("detail", image.getDetail());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeDocument(JsonGenerator json, DocumentPart document)
            throws IOException {
        if (document.getData() == null) {
            throw new UnsendableException("chat completions take documents as bytes, not by URI");
        }
        json.writeStartObject();
        json.writeStringField("type", "file");
        json.writeObjectFieldStart("file");
        json.writeStringField(
                "filename", document.getName().isEmpty() ? "document" : document.getName());
        json.writeStringField("file_data", dataUrl(document.getMediaType(), document.getData()));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static String dataUrl(String mediaType, ByteBuffer data) {
        return "data:"
                + mediaType
                + ";base64,"
                + Base64.getEncoder().encodeToString(Parts.bytes(data));
    }

    private static void writeToolCalls(JsonGenerator json, List<ToolCallPart> calls)
            throws IOException {
        if (calls.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tool_calls");
        for (ToolCallPart call : calls) {
            json.writeStartObject();
            json.writeStringField("id", call.getId());
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", call.getName());
            json.writeStringField("arguments", call.getArguments());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
