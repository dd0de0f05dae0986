package io.quaestor.router.provider.roster;

import io.quaestor.router.provider.Provider;
import io.quaestor.router.provider.ProviderCall;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.provider.TransportFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the calls under way and closes the provider when it is retired and the last of them has
 * ended.
 */
final class LeasedProvider implements Provider {

    private final Provider provider;
    private final Runnable close;

    /** Calls under way, plus one until it is retired; never grows again from 0. */
    private final AtomicLong leases = new AtomicLong(1);

    private final AtomicBoolean retired = new AtomicBoolean();

    LeasedProvider(Provider provider, Runnable close) {
        this.provider = provider;
        this.close = close;
    }

    @Override
    public CompletionStage<ProviderReply> call(ProviderCall call) {
        if (leases.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
            return CompletableFuture.completedStage(
                    TransportFailure.notConnected("it was just replaced by a newer catalogue"));
        }
        return provider.call(call).whenComplete((_, _) -> release());
    }

    /** No call is under way that keeps it open any longer than that call lasts. */
    void retire() {
        if (retired.compareAndSet(false, true)) {
            release();
        }
    }

    private void release() {
        if (leases.decrementAndGet() == 0) {
            // A client waits for its event loop when it closes, and this may be that event loop.
            Thread.ofVirtual().name("provider-close").start(close);
        }
    }
}
