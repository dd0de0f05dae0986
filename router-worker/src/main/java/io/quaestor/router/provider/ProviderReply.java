package io.quaestor.router.provider;

import io.quaestor.event.Billing;
import io.quaestor.event.FinishReason;
import io.quaestor.kernel.TokenUsage;
import io.quaestor.kernel.UsageReading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How one call ended.
 *
 * <p>{@link #billing()} is UNBILLED only when that is certain: nothing was sent, or the provider
 * refused before working. It is BILLED only with a usable {@link #usage()}. Everything else is
 * UNKNOWN and is charged the hold's bound.
 */
public sealed interface ProviderReply {

    /** Whether the call costs money. */
    Billing billing();

    /** The token counts as the provider reported them; empty when it reported none. */
    Optional<UsageReading> reading();

    ReplyOrigin origin();

    /** What went wrong; empty when the model answered. */
    default Optional<ProviderFault> failure() {
        return switch (this) {
            case Completed _ -> Optional.empty();
            case Throttled throttled -> Optional.of(throttled.fault());
            case Refused refused -> Optional.of(refused.fault());
            case Failed failed -> Optional.of(failed.fault());
        };
    }

    /** The counts to charge; empty when none or unusable ones were reported. */
    default Optional<TokenUsage> usage() {
        return reading().flatMap(ProviderReply::chargeable);
    }

    /**
     * The model answered. Its finish reason is never FILTERED or ERROR: those are {@link Failed}.
     *
     * @param content the text, or the JSON text when a JSON form was asked for; empty with tool
     *     calls only
     */
    record Completed(
            String content,
            List<ToolCall> toolCalls,
            FinishReason finishReason,
            String rawFinishReason,
            Optional<UsageReading> reading,
            ReplyOrigin origin)
            implements ProviderReply {

        public Completed {
            toolCalls = List.copyOf(toolCalls);
        }

        @Override
        public Billing billing() {
            return usage().isPresent() ? Billing.BILLED : Billing.UNKNOWN;
        }

        /** The reply is never printed. */
        @Override
        public String toString() {
            return "Completed[%s, %d tool calls, %s, %s, reply redacted]"
                    .formatted(finishReason, toolCalls.size(), reading, origin);
        }
    }

    /** The provider asks for a slower pace. Unbilled; the same call may succeed later. */
    record Throttled(ProviderFault fault, Optional<Duration> retryAfter, ReplyOrigin origin)
            implements ProviderReply {

        @Override
        public Billing billing() {
            return Billing.UNBILLED;
        }

        @Override
        public Optional<UsageReading> reading() {
            return Optional.empty();
        }
    }

    /**
     * The provider, or the adapter before sending, refused this call and would refuse it again.
     * Unbilled; another route may take it.
     */
    record Refused(ProviderFault fault, ReplyOrigin origin) implements ProviderReply {

        @Override
        public Billing billing() {
            return Billing.UNBILLED;
        }

        @Override
        public Optional<UsageReading> reading() {
            return Optional.empty();
        }
    }

    /**
     * The call went wrong.
     *
     * @param retryable the same call may succeed later, here or elsewhere
     * @param retryAfter the provider's wish, if it had one
     */
    record Failed(
            ProviderFault fault,
            boolean retryable,
            Billing billing,
            Optional<Duration> retryAfter,
            Optional<UsageReading> reading,
            ReplyOrigin origin)
            implements ProviderReply {}

    private static Optional<TokenUsage> chargeable(UsageReading reading) {
        return switch (reading) {
            case UsageReading.Consistent(TokenUsage usage) -> Optional.of(usage);
            case UsageReading.Widened(TokenUsage usage, _) -> Optional.of(usage);
            case UsageReading.Unusable _ -> Optional.empty();
        };
    }
}
