package io.quaestor.router.provider.roster;

import io.quaestor.event.ProviderEntry;
import io.quaestor.router.provider.Provider;
import io.quaestor.wire.Secrets;
import java.util.Optional;

/** Builds the provider of a catalogue entry. */
interface ProviderFactory {

    /** What an entry's credential is now. */
    Credential credential(ProviderEntry entry);

    /** Builds it; a fault of entry or credential is part of the result, never an exception. */
    Opened open(ProviderEntry entry, Credential credential);

    /** The state of a credential; two are equal when the same client can use both. */
    sealed interface Credential {

        /** The catalogue names none. */
        record None() implements Credential {}

        /** AWS' default chain, which renews itself. */
        record AwsDefaultChain() implements Credential {}

        /** Looked up, found or not. */
        record LookedUp(Secrets.Resolution resolution) implements Credential {}
    }

    /**
     * A provider and how to close it.
     *
     * @param problem why it can only refuse, in one sentence
     */
    record Opened(Provider provider, Runnable close, Optional<String> problem) {}
}
