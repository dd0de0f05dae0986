package io.quaestor.router.provider;

import io.quaestor.event.Billing;
import io.quaestor.wire.Unquoted;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the promise of {@link Provider} for an adapter: one reply, in time, never an exception. */
public final class PunctualCall {

    private static final Logger LOG = LoggerFactory.getLogger(PunctualCall.class);

    /**
     * A call under way.
     *
     * @param reply completes with the reply; an exception there is a fault of the adapter
     * @param abort drops the call, so that its connection does not stay open
     */
    public record Open(CompletionStage<ProviderReply> reply, Runnable abort) {

        /** A reply that needed no call. */
        public static Open answered(ProviderReply reply) {
            return new Open(CompletableFuture.completedStage(reply), () -> {});
        }
    }

    private PunctualCall() {}

    /** Opens the call and answers with its reply, or with a timeout after {@code timeout}. */
    public static CompletionStage<ProviderReply> make(Duration timeout, Supplier<Open> opening) {
        if (!timeout.isPositive()) {
            return CompletableFuture.completedStage(TransportFailure.noTimeLeft());
        }
        Open open;
        try {
            open = opening.get();
        } catch (RuntimeException e) {
            // The clients hand the request over only as their last step: nothing was sent.
            return CompletableFuture.completedStage(fault(e, Billing.UNBILLED));
        }
        return within(timeout, open);
    }

    @SuppressWarnings("ReferenceEquality") // this very reply says that the timer fired
    private static CompletionStage<ProviderReply> within(Duration timeout, Open open) {
        CompletableFuture<ProviderReply> promise = new CompletableFuture<>();
        open.reply()
                .whenComplete(
                        (reply, error) ->
                                promise.complete(
                                        error == null ? reply : fault(error, Billing.UNKNOWN)));
        if (promise.isDone()) {
            return promise;
        }
        // The timer is cancelled when the promise completes otherwise: no timers pile up.
        ProviderReply timedOut = TransportFailure.timedOut();
        return promise.completeOnTimeout(timedOut, timeout.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete(
                        (reply, _) -> {
                            if (reply == timedOut) {
                                open.abort().run();
                            }
                        });
    }

    /**
     * The reply for a call that ended with an exception, which is a fault of ours; it is logged.
     */
    public static ProviderReply fault(Throwable error, Billing billing) {
        LOG.error("A provider adapter failed", Unquoted.of(error));
        return TransportFailure.internal(billing);
    }
}
