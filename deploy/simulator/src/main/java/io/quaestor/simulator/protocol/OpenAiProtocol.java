package io.quaestor.simulator.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quaestor.simulator.answer.Answer;
import io.quaestor.simulator.call.Protocol;
import io.quaestor.simulator.call.TokenUsage;
import io.quaestor.simulator.protocol.WireReply.Header;
import io.quaestor.simulator.script.Behaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** OpenAI chat completions, not streamed. */
public final class OpenAiProtocol implements WireProtocol {

    private static final long NANOS_PER_MILLI = 1_000_000;

    @Override
    public Protocol protocol() {
        return Protocol.OPENAI;
    }

    @Override
    public Parse parse(String pathModel, byte[] body) {
        return OpenAiRequests.parse(body);
    }

    @Override
    public WireReply answer(Reply reply) {
        ObjectNode body = Json.object();
        body.put("id", "chatcmpl-" + reply.id());
        body.put("object", "chat.completion");
        body.put("created", reply.createdAtSeconds());
        body.put("model", reply.model());
        ObjectNode choice = body.putArray("choices").addObject();
        choice.put("index", 0);
        ObjectNode message = choice.putObject("message");
        message.put("role", "assistant");
        String finishReason = say(message, reply.answer(), reply.id());
        message.putNull("refusal");
        choice.putNull("logprobs");
        choice.put("finish_reason", finishReason);
        reply.usage().ifPresent(usage -> body.set("usage", usage(usage)));
        body.put("system_fingerprint", "simulated");
        return new WireReply(200, Json.CONTENT_TYPE, headers(reply.id()), Json.bytes(body));
    }

    @Override
    public WireReply error(String id, Behaviour.Fail failure) {
        String name = failure.type().isEmpty() ? usualCode(failure.status()) : failure.type();
        List<Header> headers = new ArrayList<>(headers(id));
        failure.retryAfter().ifPresent(after -> headers.addAll(retryAfter(after)));
        String message =
                failure.message().isEmpty()
                        ? "Simulated error " + failure.status() + "."
                        : failure.message();
        return envelope(failure.status(), headers, usualType(failure.status()), name, message);
    }

    @Override
    public WireReply unauthorized(String id, String errorType, String message) {
        return envelope(401, headers(id), "invalid_request_error", errorType, message);
    }

    /** Puts the answer into the message; returns the finish reason. */
    private static String say(ObjectNode message, Answer answer, String id) {
        return switch (answer) {
            case Answer.Text(String text, boolean cut) -> {
                message.put("content", text);
                yield cut ? "length" : "stop";
            }
            case Answer.ToolCall(String name, var input) -> {
                call(message, id, name, input.toString());
                yield "tool_calls";
            }
            case Answer.ToolCallCut(String name, String partialInput) -> {
                call(message, id, name, partialInput);
                yield "length";
            }
            case Answer.Refused(String reason) -> throw new IllegalArgumentException(reason);
        };
    }

    private static void call(ObjectNode message, String id, String name, String arguments) {
        message.putNull("content");
        ObjectNode call = message.putArray("tool_calls").addObject();
        call.put("id", "call_" + id);
        call.put("type", "function");
        call.putObject("function").put("name", name).put("arguments", arguments);
    }

    private static ObjectNode usage(TokenUsage tokens) {
        ObjectNode usage = Json.object();
        usage.put("prompt_tokens", tokens.input());
        usage.put("completion_tokens", tokens.output());
        usage.put("total_tokens", tokens.input() + tokens.output());
        ObjectNode prompt = usage.putObject("prompt_tokens_details");
        prompt.put("cached_tokens", tokens.cached());
        if (tokens.cacheWrite() > 0) {
            prompt.put("cache_write_tokens", tokens.cacheWrite());
        }
        usage.putObject("completion_tokens_details").put("reasoning_tokens", tokens.reasoning());
        return usage;
    }

    private static WireReply envelope(
            int status, List<Header> headers, String type, String code, String message) {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error");
        error.put("message", message);
        error.put("type", type);
        error.putNull("param");
        error.put("code", code);
        return new WireReply(status, Json.CONTENT_TYPE, headers, Json.bytes(body));
    }

    private static List<Header> headers(String id) {
        return List.of(WireReply.SIMULATED, new Header("x-request-id", "req_" + id));
    }

    private static List<Header> retryAfter(Duration after) {
        long millis = Math.ceilDiv(after.toNanos(), NANOS_PER_MILLI);
        return List.of(
                new Header("retry-after", String.valueOf(Math.ceilDiv(millis, 1_000))),
                new Header("retry-after-ms", String.valueOf(millis)));
    }

    private static String usualType(int status) {
        if (status == 429) {
            return "requests";
        }
        return status >= 500 ? "server_error" : "invalid_request_error";
    }

    private static String usualCode(int status) {
        return switch (status) {
            case 401 -> "invalid_api_key";
            case 404 -> "model_not_found";
            case 429 -> "rate_limit_exceeded";
            case 500 -> "server_error";
            case 503 -> "overloaded";
            default -> "simulated_" + status;
        };
    }
}
