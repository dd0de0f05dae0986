package io.quaestor.router.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.quaestor.kernel.UsageReading;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Reads the {@code usage} object of a chat completion: prompt tokens include cached ones,
 * completion tokens include reasoning. Pure.
 */
final class OpenAiUsage {

    private OpenAiUsage() {}

    /** The counts exactly as reported; empty when there are none. */
    static Optional<UsageReading> reading(JsonNode usage) {
        JsonNode prompt = usage.path("prompt_tokens");
        JsonNode completion = usage.path("completion_tokens");
        if (isAbsent(prompt) || isAbsent(completion)) {
            return Optional.empty();
        }
        JsonNode promptDetails = usage.path("prompt_tokens_details");
        try {
            long input = count(prompt);
            long reasoning = part(usage.path("completion_tokens_details").path("reasoning_tokens"));
            return Optional.of(
                    UsageReading.of(
                            input,
                            part(promptDetails.path("cached_tokens")),
                            part(promptDetails.path("cache_write_tokens")),
                            output(input, count(completion), reasoning, usage.path("total_tokens")),
                            reasoning));
        } catch (ArithmeticException _) {
            return Optional.of(new UsageReading.Unusable("token counts that are no whole numbers"));
        }
    }

    /**
     * xAI counts reasoning beside the completion, unlike everybody else. The total proves it: only
     * where prompt, completion and reasoning add up to it is reasoning added.
     */
    private static long output(long input, long completion, long reasoning, JsonNode total) {
        boolean beside =
                reasoning > 0
                        && !isAbsent(total)
                        && count(total)
                                == Math.addExact(Math.addExact(input, completion), reasoning);
        return beside ? completion + reasoning : completion;
    }

    private static long part(JsonNode node) {
        return isAbsent(node) ? 0 : count(node);
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /**
     * @throws ArithmeticException when the node is no whole number in the range of a long
     */
    private static long count(JsonNode node) {
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw new ArithmeticException("no number");
        }
        if (node.isFloatingPointNumber()) {
            return BigDecimal.valueOf(node.doubleValue()).longValueExact();
        }
        return node.bigIntegerValue().longValueExact();
    }
}
