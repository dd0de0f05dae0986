package io.quaestor.simulator.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.simulator.answer.Answer;
import io.quaestor.simulator.call.Protocol;
import io.quaestor.simulator.call.TokenUsage;
import io.quaestor.simulator.protocol.WireReply.Header;
import io.quaestor.simulator.script.Behaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** AWS Bedrock Converse, not streamed. */
public final class BedrockProtocol implements WireProtocol {

    @Override
    public Protocol protocol() {
        return Protocol.BEDROCK;
    }

    @Override
    public Parse parse(String pathModel, byte[] body) {
        return BedrockRequests.parse(pathModel, body);
    }

    @Override
    public WireReply answer(Reply reply) {
        ObjectNode body = Json.object();
        ObjectNode message = body.putObject("output").putObject("message");
        message.put("role", "assistant");
        body.put("stopReason", say(message.putArray("content"), reply.answer(), reply.id()));
        reply.usage().ifPresent(usage -> body.set("usage", usage(usage)));
        body.putObject("metrics").put("latencyMs", reply.took().toMillis());
        return new WireReply(200, Json.CONTENT_TYPE, headers(reply.id()), Json.bytes(body));
    }

    @Override
    public WireReply error(String id, Behaviour.Fail failure) {
        String type = failure.type().isEmpty() ? usualType(failure.status()) : failure.type();
        String message =
                failure.message().isEmpty()
                        ? "Simulated error " + failure.status() + "."
                        : failure.message();
        List<Header> headers = new ArrayList<>(headers(id));
        failure.retryAfter().ifPresent(after -> headers.add(retryAfter(after)));
        return envelope(failure.status(), headers, type, message);
    }

    @Override
    public WireReply unauthorized(String id, String errorType, String message) {
        return envelope(403, headers(id), errorType, message);
    }

    /** Puts the answer into the content; returns the stop reason. */
    private static String say(ArrayNode content, Answer answer, String id) {
        return switch (answer) {
            case Answer.Text(String text, boolean cut) -> {
                content.addObject().put("text", text);
                yield cut ? "max_tokens" : "end_turn";
            }
            case Answer.ToolCall(String name, var input) -> {
                ObjectNode use = content.addObject().putObject("toolUse");
                use.put("toolUseId", "tooluse_" + id);
                use.put("name", name);
                use.set("input", input);
                yield "tool_use";
            }
            case Answer.ToolCallCut(String name, String _) -> {
                // Input is an object on this wire: a cut one cannot be sent.
                ObjectNode use = content.addObject().putObject("toolUse");
                use.put("toolUseId", "tooluse_" + id);
                use.put("name", name);
                use.putObject("input");
                yield "max_tokens";
            }
            case Answer.Refused(String reason) -> throw new IllegalArgumentException(reason);
        };
    }

    /** On this wire the input excludes what came from or went to the cache. */
    private static ObjectNode usage(TokenUsage tokens) {
        ObjectNode usage = Json.object();
        usage.put("inputTokens", tokens.input() - tokens.cached() - tokens.cacheWrite());
        usage.put("outputTokens", tokens.output());
        usage.put("totalTokens", tokens.input() + tokens.output());
        usage.put("cacheReadInputTokens", tokens.cached());
        usage.put("cacheWriteInputTokens", tokens.cacheWrite());
        return usage;
    }

    private static WireReply envelope(
            int status, List<Header> headers, String type, String message) {
        List<Header> all = new ArrayList<>(headers);
        all.add(new Header("x-amzn-errortype", type));
        ObjectNode body = Json.object().put("message", message);
        return new WireReply(status, Json.CONTENT_TYPE, all, Json.bytes(body));
    }

    private static List<Header> headers(String id) {
        return List.of(WireReply.SIMULATED, new Header("x-amzn-requestid", id));
    }

    private static Header retryAfter(Duration after) {
        return new Header(
                "retry-after", String.valueOf(Math.ceilDiv(after.toNanos(), 1_000_000_000L)));
    }

    private static String usualType(int status) {
        return switch (status) {
            case 403 -> "AccessDeniedException";
            case 404 -> "ResourceNotFoundException";
            case 408 -> "ModelTimeoutException";
            case 424 -> "ModelErrorException";
            case 429 -> "ThrottlingException";
            case 503 -> "ServiceUnavailableException";
            default -> status >= 500 ? "InternalServerException" : "ValidationException";
        };
    }
}
