package io.quaestor.router.provider;

import io.quaestor.event.RoutedJob;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * Makes the call of a routed job. Never throws, never blocks; completes exactly once within the
 * provider's call timeout.
 */
public interface Callee {
    /**
     * @param startBy a call that has not begun by then is not made at all: its intent is too old
     */
    CompletionStage<ProviderReply> call(RoutedJob job, Instant startBy);
}
