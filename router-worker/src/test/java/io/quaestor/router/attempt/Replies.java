package io.quaestor.router.attempt;

import io.quaestor.event.Billing;
import io.quaestor.event.ErrorType;
import io.quaestor.event.FinishReason;
import io.quaestor.kernel.UsageReading;
import io.quaestor.router.Samples;
import io.quaestor.router.provider.ProviderFault;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.ReplyOrigin;
import io.quaestor.router.provider.ToolCall;
import io.quaestor.router.shape.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Endings of calls, for tests. Every text that a provider wrote carries {@link #REPLY}. */
public final class Replies {
    /** What no event may ever contain. */
    static final String REPLY = "REPLY-77c1";

    static final ReplyOrigin ORIGIN = new ReplyOrigin("req-1", "haiku-2024", false);
    static final ReplyOrigin STAND_IN = new ReplyOrigin("req-1", "haiku-2024", true);

    public static ProviderReply completed(UsageReading usage) {
        return completed(REPLY + " text", Optional.of(usage), ORIGIN);
    }

    public static ProviderReply completed(
            String content, Optional<UsageReading> usage, ReplyOrigin origin) {
        return new ProviderReply.Completed(
                content, List.of(), FinishReason.STOP, "end_turn", usage, origin);
    }

    public static ProviderReply toolCall() {
        var call = new ToolCall("c1", "look_up", "{\"q\":\"" + REPLY + "\"}");
        return new ProviderReply.Completed(
                "",
                List.of(call),
                FinishReason.TOOL_CALLS,
                "tool_use",
                Optional.of(usage()),
                ORIGIN);
    }

    public static UsageReading usage() {
        return UsageReading.of(1_000, 0, 0, 200, 0);
    }

    public static ProviderReply throttled(Optional<Duration> retryAfter) {
        return new ProviderReply.Throttled(
                fault(ErrorType.THROTTLED, 429, "slow_down"), retryAfter, ORIGIN);
    }

    public static ProviderReply refused() {
        return new ProviderReply.Refused(
                fault(ErrorType.PROVIDER_INVALID_REQUEST, 400, "bad_request"), ORIGIN);
    }

    public static ProviderReply failed(ErrorType type, boolean retryable, Billing billing) {
        return failed(type, retryable, billing, Optional.empty());
    }

    public static ProviderReply failed(
            ErrorType type, boolean retryable, Billing billing, Optional<UsageReading> usage) {
        return new ProviderReply.Failed(
                fault(type, 503, "overloaded"),
                retryable,
                billing,
                Optional.empty(),
                usage,
                ORIGIN);
    }

    private static ProviderFault fault(ErrorType type, int status, String code) {
        return new ProviderFault(
                type, "the provider said no", status, code, REPLY + " about " + Samples.PROMPT);
    }

    static Ended ended(ProviderReply reply) {
        return ended(reply, Shape.NOT_ASKED);
    }

    static Ended ended(ProviderReply reply, Shape shape) {
        return new Ended(reply, shape, Samples.NOW.minusMillis(250), Samples.NOW);
    }

    private Replies() {}
}
