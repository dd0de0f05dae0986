package io.quaestor.router.provider;

import io.quaestor.event.LlmRequest;
import io.quaestor.kernel.Trace;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One call, as the attempt loop wants it made.
 *
 * @param callId names the attempt at the provider (header {@value #CALL_ID_HEADER}); no secret, no
 *     prompt
 * @param modelId the id the provider knows the model by
 * @param maxOutputTokens the limit really sent; the hold was computed with it
 * @param timeout longest time until the reply; not positive means the call is not made
 * @param trace the span of this call, passed on to the provider as W3C headers
 * @param refusal why the call is not made after all; asked once more when it is ready to be sent,
 *     for the first one of a young process takes seconds to prepare
 */
public record ProviderCall(
        String callId,
        String modelId,
        LlmRequest request,
        int maxOutputTokens,
        Duration timeout,
        Optional<Trace> trace,
        Supplier<Optional<ProviderReply>> refusal) {

    /** Ties a provider's call log to our journal. */
    public static final String CALL_ID_HEADER = "x-quaestor-attempt";

    /** The prompt is never printed. */
    @Override
    public String toString() {
        return "ProviderCall[" + callId + ", " + modelId + ", request redacted]";
    }
}
