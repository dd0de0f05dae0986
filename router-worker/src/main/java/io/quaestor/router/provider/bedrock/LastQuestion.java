package io.quaestor.router.provider.bedrock;

import io.quaestor.router.provider.ProviderReply;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Asks whether the call may still be made when the SDK has it ready, signed, and sends nothing if
 * not: the SDK takes two and a half seconds for the first one of a process. Edge.
 */
final class LastQuestion implements ExecutionInterceptor {

    /** See {@link io.quaestor.router.provider.ProviderCall}. */
    static final ExecutionAttribute<Supplier<Optional<ProviderReply>>> REFUSAL =
            new ExecutionAttribute<>("quaestor.refusal");

    @Override
    public void beforeTransmission(
            Context.BeforeTransmission context, ExecutionAttributes attributes) {
        attributes
                .getOptionalAttribute(REFUSAL)
                .flatMap(Supplier::get)
                .ifPresent(
                        reply -> {
                            throw new NotSentException(reply);
                        });
    }

    /** How the SDK is made to stop; it carries the reply to who reads the SDK's failures. */
    static final class NotSentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ProviderReply reply;

        NotSentException(ProviderReply reply) {
            super("not sent");
            this.reply = reply;
        }

        ProviderReply reply() {
            return reply;
        }
    }
}
