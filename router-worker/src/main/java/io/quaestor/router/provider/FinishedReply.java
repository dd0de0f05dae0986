package io.quaestor.router.provider;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.FinishReason;
import io.quaestor.kernel.UsageReading;
import java.util.List;
import java.util.Optional;

/**
 * Replies of a model that ran to an end, good or bad: billed when usage was reported, else possibly
 * billed. Pure.
 */
public final class FinishedReply {

    private FinishedReply() {}

    /**
     * A completion, or a failure when the finish reason is FILTERED or ERROR.
     *
     * @param refusal the model's or filter's own words, for the requester only; may be empty
     */
    public static ProviderReply of(
            String content,
            List<ToolCall> toolCalls,
            FinishReason reason,
            String rawReason,
            String refusal,
            Optional<UsageReading> usage,
            ReplyOrigin origin) {
        return switch (reason) {
            case FILTERED ->
                    failed(
                            ErrorType.CONTENT_FILTERED,
                            "The model or its filter refused to answer",
                            200,
                            refusal,
                            usage,
                            origin);
            case ERROR ->
                    failed(
                            ErrorType.MALFORMED_REPLY,
                            "The model ended with an error",
                            200,
                            "",
                            usage,
                            origin);
            case STOP, LENGTH, TOOL_CALLS, PAUSED, OTHER, UNKNOWN ->
                    new ProviderReply.Completed(
                            content, toolCalls, reason, rawReason, usage, origin);
        };
    }

    /** A failure after the model ran. A filter would refuse again; anything else may go better. */
    public static ProviderReply failed(
            ErrorType type,
            String message,
            int status,
            String detail,
            Optional<UsageReading> usage,
            ReplyOrigin origin) {
        boolean usable =
                usage.filter(reading -> !(reading instanceof UsageReading.Unusable)).isPresent();
        return new ProviderReply.Failed(
                new ProviderFault(type, message, status, "", detail),
                type != ErrorType.CONTENT_FILTERED,
                usable ? Billing.BILLED : Billing.UNKNOWN,
                Optional.empty(),
                usage,
                origin);
    }
}
