package io.quaestor.ingest.submission;

import io.quaestor.event.DocumentPart;
import io.quaestor.event.ImagePart;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.TextPart;
import io.quaestor.event.Tool;
import io.quaestor.event.ToolCallPart;
import io.quaestor.event.ToolResultPart;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What a provider is given to read, in bytes: texts in UTF-8, media as they are. */
final class InputSize {

    private InputSize() {}

    static long of(LlmRequest request) {
        long bytes = 0;
        for (var message : request.getMessages()) {
            for (var part : message.getParts()) {
                bytes += ofPart(part);
            }
        }
        for (var tool : request.getTools()) {
            bytes += ofTool(tool);
        }
        var format = request.getResponseFormat();
        return format == null ? bytes : bytes + text(format.getSchema$());
    }

    private static long ofPart(Object part) {
        return switch (part) {
            case TextPart text -> text(text.getText());
            case ImagePart image -> data(image.getData()) + text(image.getUri());
            case DocumentPart document -> data(document.getData()) + text(document.getUri());
            case ToolCallPart call -> text(call.getName()) + text(call.getArguments());
            case ToolResultPart result -> text(result.getContent());
            default -> 0;
        };
    }

    private static long ofTool(Tool tool) {
        return text(tool.getName()) + text(tool.getDescription()) + text(tool.getParameters());
    }

    private static long text(@Nullable String text) {
        return text == null ? 0 : Texts.utf8Bytes(text);
    }

    private static long data(@Nullable ByteBuffer data) {
        return data == null ? 0 : data.remaining();
    }
}
