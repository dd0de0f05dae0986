package io.quaestor.simulator.protocol;

import io.quaestor.simulator.call.ProviderCall;

/** What a request body turned out to be. */
public sealed interface Parse {

    record Understood(ProviderCall call) implements Parse {}

    /** Not a request that this provider accepts; {@code message} says why. */
    record Bad(String message) implements Parse {}
}
