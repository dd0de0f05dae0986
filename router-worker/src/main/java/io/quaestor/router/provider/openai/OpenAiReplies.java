package io.quaestor.router.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quaestor.event.ErrorType;
import io.quaestor.event.FinishReason;
import io.quaestor.kernel.UsageReading;
import io.quaestor.router.provider.ErrorBody;
import io.quaestor.router.provider.ErrorReply;
import io.quaestor.router.provider.FinishedReply;
import io.quaestor.router.provider.JsonText;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.ReplyHeaders;
import io.quaestor.router.provider.ReplyOrigin;
import io.quaestor.router.provider.ToolCall;
import io.quaestor.router.provider.TransportFailure;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the answer to a chat completion, whatever came back. Pure. */
public final class OpenAiReplies {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** What a stand-in writes into {@code system_fingerprint}. */
    private static final String SIMULATED_FINGERPRINT = "simulated";

    private OpenAiReplies() {}

    /** The reply; {@code now} is when it came, for dates in {@code retry-after}. */
    public static ProviderReply reply(int status, ReplyHeaders headers, byte[] body, Instant now) {
        Optional<JsonNode> root = json(body);
        ReplyOrigin origin = origin(headers, root);
        if (status < 200 || status > 299) {
            ErrorBody error = root.map(ErrorBody::of).orElse(ErrorBody.EMPTY);
            return ErrorReply.of(status, error, headers, now, origin);
        }
        return root.map(tree -> success(status, tree, headers, now, origin))
                .orElseGet(
                        () ->
                                TransportFailure.malformed(
                                        "The reply is no JSON object", status, origin));
    }

    private static Optional<JsonNode> json(byte[] body) {
        try {
            return Optional.ofNullable(JSON.readTree(body)).filter(JsonNode::isObject);
        } catch (IOException _) {
            // HTML, a cut reply, too deep: all the same to us. The parser's message may quote the
            // reply.
            return Optional.empty();
        }
    }

    private static ReplyOrigin origin(ReplyHeaders headers, Optional<JsonNode> root) {
        boolean simulated =
                headers.simulated()
                        || root.map(tree -> text(tree.path("system_fingerprint")))
                                .filter(SIMULATED_FINGERPRINT::equals)
                                .isPresent();
        String id =
                headers.first("x-request-id")
                        .or(() -> headers.first("apim-request-id"))
                        .or(() -> root.map(tree -> text(tree.path("id"))))
                        .orElse("");
        return new ReplyOrigin(
                id, root.map(tree -> text(tree.path("model"))).orElse(""), simulated);
    }

    private static ProviderReply success(
            int status, JsonNode root, ReplyHeaders headers, Instant now, ReplyOrigin origin) {
        JsonNode message = root.path("choices").path(0).path("message");
        Optional<UsageReading> usage = OpenAiUsage.reading(root.path("usage"));
        if (message.isObject()) {
            return completed(root.path("choices").path(0), message, usage, origin);
        }
        if (ErrorBody.isIn(root)) {
            return errorWithSuccess(ErrorBody.of(root), headers, now, origin);
        }
        return FinishedReply.failed(
                ErrorType.MALFORMED_REPLY, "The reply has no message", status, "", usage, origin);
    }

    /** Some gateways answer 200 and put the upstream's error into the body. */
    private static ProviderReply errorWithSuccess(
            ErrorBody error, ReplyHeaders headers, Instant now, ReplyOrigin origin) {
        return ErrorReply.of(error.statusInCode().orElse(200), error, headers, now, origin);
    }

    private static ProviderReply completed(
            JsonNode choice, JsonNode message, Optional<UsageReading> usage, ReplyOrigin origin) {
        List<ToolCall> calls = toolCalls(message.path("tool_calls"));
        String raw = text(choice.path("finish_reason"));
        String refusal = text(message.path("refusal"));
        FinishReason reason = refusal.isEmpty() ? reason(raw, calls) : FinishReason.FILTERED;
        return FinishedReply.of(
                content(message.path("content")), calls, reason, raw, refusal, usage, origin);
    }

    private static FinishReason reason(String raw, List<ToolCall> calls) {
        FinishReason reason =
                switch (raw) {
                    case "stop", "eos" -> FinishReason.STOP;
                    case "length", "model_length" -> FinishReason.LENGTH;
                    case "tool_calls", "tool_call", "function_call" -> FinishReason.TOOL_CALLS;
                    case "content_filter" -> FinishReason.FILTERED;
                    case "error" -> FinishReason.ERROR;
                    default -> FinishReason.OTHER;
                };
        boolean ended = reason == FinishReason.STOP || reason == FinishReason.OTHER;
        return ended && !calls.isEmpty() ? FinishReason.TOOL_CALLS : reason;
    }

    /**
     * Usually text or null; Mistral's reasoning models write parts, of which only the text is the
     * answer.
     */
    private static String content(JsonNode content) {
        if (!content.isArray()) {
            return text(content);
        }
        StringBuilder texts = new StringBuilder();
        for (JsonNode part : content) {
            if (text(part.path("type")).equals("text")) {
                texts.append(text(part.path("text")));
            }
        }
        return texts.toString();
    }

    private static List<ToolCall> toolCalls(JsonNode calls) {
        List<ToolCall> read = new ArrayList<>();
        for (JsonNode call : calls) {
            JsonNode function = call.path("function");
            read.add(
                    new ToolCall(
                            text(call.path("id")),
                            text(function.path("name")),
                            arguments(function.path("arguments"))));
        }
        return read;
    }

    /**
     * A JSON text by the book; some servers write the object itself, or nothing for a function
     * without parameters.
     */
    private static String arguments(JsonNode arguments) {
        String text = arguments.isContainerNode() ? JsonText.of(arguments) : text(arguments);
        return text.isBlank() ? "{}" : text;
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.asText() : "";
    }
}
