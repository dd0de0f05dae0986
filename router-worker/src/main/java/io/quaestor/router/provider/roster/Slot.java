package io.quaestor.router.provider.roster;

import io.quaestor.event.ProviderEntry;
import io.quaestor.router.provider.Provider;
import java.util.Optional;

/** A name's provider, and what it was built from. */
record Slot(
        ProviderEntry entry,
        ProviderFactory.Credential credential,
        LeasedProvider leased,
        Optional<String> problem) {

    static Slot open(
            ProviderEntry entry, ProviderFactory.Credential credential, ProviderFactory factory) {
        ProviderFactory.Opened opened = factory.open(entry, credential);
        return new Slot(
                entry,
                credential,
                new LeasedProvider(opened.provider(), opened.close()),
                opened.problem());
    }

    boolean isBuiltFrom(ProviderEntry otherEntry, ProviderFactory.Credential otherCredential) {
        return entry.equals(otherEntry) && credential.equals(otherCredential);
    }

    Provider provider() {
        return leased;
    }

    void retire() {
        leased.retire();
    }
}
