package io.quaestor.router.provider.bedrock;

import io.quaestor.event.ErrorType;
import io.quaestor.event.FinishReason;
import io.quaestor.kernel.UsageReading;
import io.quaestor.router.provider.FinishedReply;
import io.quaestor.router.provider.JsonText;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.ReplyOrigin;
import io.quaestor.router.provider.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;

/** Reads a Converse response. Pure. */
public final class BedrockReplies {

    private BedrockReplies() {}

    /**
     * The reply.
     *
     * @param answerTool the tool that carries a JSON answer, if one was asked for
     */
    public static ProviderReply reply(
            ConverseResponse response, Optional<AnswerTool> answerTool, ReplyOrigin origin) {
        Optional<UsageReading> usage = usage(response.usage());
        Message message = response.output() == null ? null : response.output().message();
        if (message == null || !message.hasContent()) {
            return FinishedReply.failed(
                    ErrorType.MALFORMED_REPLY, "The reply has no message", 200, "", usage, origin);
        }
        return finished(response, message.content(), answerTool, usage, origin);
    }

    private static ProviderReply finished(
            ConverseResponse response,
            List<ContentBlock> blocks,
            Optional<AnswerTool> answerTool,
            Optional<UsageReading> usage,
            ReplyOrigin origin) {
        List<ToolCall> calls = new ArrayList<>();
        Optional<String> answer = Optional.empty();
        for (ContentBlock block : blocks) {
            ToolUseBlock use = block.toolUse();
            if (use != null) {
                Optional<AnswerTool> answering =
                        answerTool.filter(tool -> tool.name().equals(use.name()));
                if (answering.isPresent()) {
                    answer = Optional.of(answering.get().answer(BedrockJson.json(use.input())));
                } else {
                    calls.add(call(use));
                }
            }
        }
        String raw = response.stopReasonAsString() == null ? "" : response.stopReasonAsString();
        FinishReason reason = reason(response.stopReason(), calls, answer.isPresent());
        return FinishedReply.of(
                answer.orElseGet(() -> text(blocks)), calls, reason, raw, "", usage, origin);
    }

    private static String text(List<ContentBlock> blocks) {
        return blocks.stream()
                .map(ContentBlock::text)
                .filter(text -> text != null)
                .collect(Collectors.joining());
    }

    private static ToolCall call(ToolUseBlock use) {
        String arguments = use.input() == null ? "{}" : JsonText.of(BedrockJson.json(use.input()));
        return new ToolCall(orEmpty(use.toolUseId()), orEmpty(use.name()), arguments);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static FinishReason reason(
            @Nullable StopReason reason, List<ToolCall> calls, boolean answered) {
        if (reason == null) {
            return FinishReason.OTHER;
        }
        return switch (reason) {
            case END_TURN, STOP_SEQUENCE -> FinishReason.STOP;
            // The call of the answer tool is our own doing: to the requester the model just
            // stopped.
            case TOOL_USE ->
                    answered && calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
            case MAX_TOKENS, MODEL_CONTEXT_WINDOW_EXCEEDED -> FinishReason.LENGTH;
            case CONTENT_FILTERED, GUARDRAIL_INTERVENED -> FinishReason.FILTERED;
            case MALFORMED_MODEL_OUTPUT, MALFORMED_TOOL_USE -> FinishReason.ERROR;
            case UNKNOWN_TO_SDK_VERSION -> FinishReason.OTHER;
        };
    }

    /** Bedrock counts what it read from and wrote to its cache beside the input. */
    private static Optional<UsageReading> usage(@Nullable TokenUsage usage) {
        if (usage == null || usage.inputTokens() == null || usage.outputTokens() == null) {
            return Optional.empty();
        }
        long read = orZero(usage.cacheReadInputTokens());
        long written = orZero(usage.cacheWriteInputTokens());
        return Optional.of(
                UsageReading.of(
                        usage.inputTokens() + read + written,
                        read,
                        written,
                        usage.outputTokens(),
                        0));
    }

    private static long orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }
}
