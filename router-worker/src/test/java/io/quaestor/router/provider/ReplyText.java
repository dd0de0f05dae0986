package io.quaestor.router.provider;

import io.quaestor.kernel.UsageReading;
import java.util.Optional;

/** A reply written out whole, for golden files: every field on its own line. */
final class ReplyText {

    private ReplyText() {}

    static String of(ProviderReply reply) {
        return reply.getClass().getSimpleName()
                + own(reply)
                + line("billing", reply.billing())
                + line("usage", reply.reading().map(ReplyText::usage).orElse("none"))
                + line("request id", reply.origin().providerRequestId())
                + line("model", reply.origin().responseModel())
                + line("simulated", reply.origin().simulated())
                + "\n";
    }

    private static String own(ProviderReply reply) {
        return switch (reply) {
            case ProviderReply.Completed completed -> completed(completed);
            case ProviderReply.Throttled(var fault, var retryAfter, _) ->
                    fault(fault) + line("retry after", retryAfter);
            case ProviderReply.Refused(var fault, _) -> fault(fault);
            case ProviderReply.Failed(var fault, var retryable, _, var retryAfter, _, _) ->
                    fault(fault) + line("retryable", retryable) + line("retry after", retryAfter);
        };
    }

    private static String completed(ProviderReply.Completed reply) {
        StringBuilder text = new StringBuilder(line("content", reply.content()));
        for (ToolCall call : reply.toolCalls()) {
            text.append(line("tool call", call.id() + " " + call.name() + " " + call.arguments()));
        }
        return text.append(
                        line("finish", reply.finishReason() + " (" + reply.rawFinishReason() + ")"))
                .toString();
    }

    private static String fault(ProviderFault fault) {
        return line("type", fault.type())
                + line("message", fault.message())
                + line("status", fault.status())
                + line("code", fault.code())
                + line("detail", fault.detail());
    }

    private static String usage(UsageReading reading) {
        return switch (reading) {
            case UsageReading.Consistent(var usage) -> usage.toString();
            case UsageReading.Widened(var usage, var oddities) -> usage + " " + oddities;
            case UsageReading.Unusable(var reason) -> "unusable: " + reason;
        };
    }

    private static String line(String name, Object value) {
        String text =
                value instanceof Optional<?> optional
                        ? optional.map(Object::toString).orElse("none")
                        : value.toString();
        return ("\n" + name + ": " + text.replace("\n", "\\n")).stripTrailing();
    }
}
