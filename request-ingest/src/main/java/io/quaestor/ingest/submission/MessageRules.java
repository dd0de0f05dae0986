package io.quaestor.ingest.submission;

import io.quaestor.event.DocumentPart;
import io.quaestor.event.ImagePart;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.Message;
import io.quaestor.event.Role;
import io.quaestor.event.TextPart;
import io.quaestor.event.ToolCallPart;
import io.quaestor.event.ToolResultPart;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Messages and their parts: there are some, each whole, and of a kind that its role may hold. */
final class MessageRules {

    /** Far beyond any conversation; the walk over them stays cheap. */
    private static final int MESSAGES_MAX = 10_000;

    private static final int NAME_CHARS_MAX = 256;

    /** What browsers and object stores agree on, signatures in the query included. */
    private static final int URI_CHARS_MAX = 8_192;

    private static final Pattern ABSOLUTE_URI = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:\\S+");
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9!#$&^_.+-]{0,126}/[a-zA-Z0-9*][^\\s]{0,126}");

    private final JsonShape json;
    private final Problems problems;

    MessageRules(JsonShape json, Problems problems) {
        this.json = json;
        this.problems = problems;
    }

    void check(LlmRequest request) {
        var messages = request.getMessages();
        if (messages.isEmpty()) {
            problems.invalid("messages", "is empty");
        }
        if (messages.size() > MESSAGES_MAX) {
            problems.invalid("messages", "has more than %d".formatted(MESSAGES_MAX));
            return;
        }
        for (int i = 0; i < messages.size(); i++) {
            message("messages[" + i + "]", messages.get(i));
        }
    }

    private void message(String at, Message message) {
        if (message.getRole() == Role.UNKNOWN) {
            problems.invalid(at + ".role", "is unknown to this version");
        }
        Texts.problemInLabel(message.getName(), NAME_CHARS_MAX)
                .ifPresent(why -> problems.invalid(at + ".name", why));
        if (message.getParts().isEmpty()) {
            problems.invalid(at + ".parts", "is empty");
        }
        for (int i = 0; i < message.getParts().size(); i++) {
            part(at + ".parts[" + i + "]", message.getRole(), message.getParts().get(i));
        }
    }

    private void part(String at, Role role, Object part) {
        if (!mayHold(role, part)) {
            problems.invalid(at, "a %s message holds no such part".formatted(role));
        }
        switch (part) {
            case TextPart text -> present(at + ".text", text.getText());
            case ImagePart image -> {
                mediaType(at, image.getMediaType());
                exactlyOne(at, image.getData(), image.getUri());
                label(at + ".detail", image.getDetail());
            }
            case DocumentPart document -> {
                mediaType(at, document.getMediaType());
                exactlyOne(at, document.getData(), document.getUri());
                label(at + ".name", document.getName());
            }
            case ToolCallPart call -> toolCall(at, call);
            case ToolResultPart result -> id(at, result.getId());
            default -> problems.invalid(at, "is of a kind unknown to this version");
        }
    }

    private static boolean mayHold(Role role, Object part) {
        return switch (role) {
            case SYSTEM -> part instanceof TextPart;
            case USER -> !(part instanceof ToolCallPart);
            case ASSISTANT -> part instanceof TextPart || part instanceof ToolCallPart;
            case TOOL -> part instanceof ToolResultPart;
            case UNKNOWN -> true;
        };
    }

    private void toolCall(String at, ToolCallPart call) {
        id(at, call.getId());
        if (!ToolRules.isName(call.getName())) {
            problems.invalid(at + ".name", ToolRules.NAME_RULE);
        }
        if (!json.isObject(call.getArguments())) {
            problems.invalid(at + ".arguments", "is no JSON object");
        }
    }

    private void id(String at, String id) {
        present(at + ".id", id);
        label(at + ".id", id);
    }

    private void label(String at, String text) {
        Texts.problemInLabel(text, NAME_CHARS_MAX).ifPresent(why -> problems.invalid(at, why));
    }

    private void present(String at, String text) {
        if (text.isEmpty()) {
            problems.invalid(at, "is empty");
        }
    }

    private void mediaType(String at, String mediaType) {
        if (!MEDIA_TYPE.matcher(mediaType).matches()) {
            problems.invalid(at + ".mediaType", "is no media type");
        }
    }

    private void exactlyOne(String at, @Nullable ByteBuffer data, @Nullable String uri) {
        if ((data == null) == (uri == null)) {
            problems.invalid(at, "needs either data or uri, and not both");
        }
        if (data != null && !data.hasRemaining()) {
            problems.invalid(at + ".data", "is empty");
        }
        if (uri != null && (uri.length() > URI_CHARS_MAX || !ABSOLUTE_URI.matcher(uri).matches())) {
            problems.invalid(at + ".uri", "is no absolute URI of up to 8192 characters");
        }
    }
}
