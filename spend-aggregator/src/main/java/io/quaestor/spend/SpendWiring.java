package io.quaestor.spend;

import io.quaestor.event.JournalEvent;
import io.quaestor.wire.registry.RecordDecoder;
import io.quaestor.wire.registry.RecordEncoder;
import java.time.Duration;

/**
 * What the lanes of one process share.
 *
 * @param foldEpoch name of this fold, the same until the store is rebuilt
 * @param maximumCall the longest a provider call can last, over all providers
 * @param expiryGrace see {@link SpendSettings}
 */
record SpendWiring(
        String instance,
        String foldEpoch,
        Duration maximumCall,
        Duration expiryGrace,
        RecordDecoder<JournalEvent> decoder,
        RecordEncoder encoder,
        SpendMeters meters,
        CommitPace pace) {}
