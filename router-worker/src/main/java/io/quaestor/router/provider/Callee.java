package io.quaestor.router.provider;

import io.quaestor.event.RoutedJob;
import java.util.concurrent.CompletionStage;

/**
 * Makes the call of a routed job. Never throws, never blocks; completes exactly once within the
 * provider's call timeout.
 */
public interface Callee {
    CompletionStage<ProviderReply> call(RoutedJob job);
}
