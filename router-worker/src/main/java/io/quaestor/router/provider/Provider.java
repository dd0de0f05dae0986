package io.quaestor.router.provider;

import java.util.concurrent.CompletionStage;

/** One model provider, ready to be called. Safe for use by many threads. */
public interface Provider {

    /**
     * Makes one call, never a second one: the broker owns retrying.
     *
     * <p>Never throws and never blocks. The stage completes exactly once, never exceptionally,
     * within {@link ProviderCall#timeout()}; then the connection is dropped. It may complete on an
     * event loop: what is attached to it must not block either.
     */
    CompletionStage<ProviderReply> call(ProviderCall call);
}
