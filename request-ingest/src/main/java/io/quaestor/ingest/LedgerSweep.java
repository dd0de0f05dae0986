package io.quaestor.ingest;

import io.quaestor.ingest.ledger.EntryCodec;
import io.quaestor.ingest.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Forgets what is expired: looks at the whole store in {@link #PASS}, a slice at a time, so that no
 * record waits for more than some milliseconds. An expired entry decides nothing while it is still
 * there.
 */
final class LedgerSweep {

    /** Between two slices. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** Entries are kept this much longer than they must. */
    static final Duration PASS = Duration.ofHours(6);

    /** A few milliseconds at 1 to 2 µs each. */
    static final int SLICE_MAX = 5_000;

    /** Small stores are looked through often. */
    static final int SLICE_MIN = 100;

    private final KeyValueStore<byte[], byte[]> store;
    private final Ledger ledger;
    private byte @Nullable [] next;

    LedgerSweep(KeyValueStore<byte[], byte[]> store, Ledger ledger) {
        this.store = store;
        this.ledger = ledger;
    }

    /** Looks at the next slice. */
    void slice(Instant now) {
        int most = sliceOf(store.approximateNumEntries());
        int seen = 0;
        byte[] last = null;
        List<byte[]> expired = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> entries = store.range(next, null)) {
            while (seen < most && entries.hasNext()) {
                KeyValue<byte[], byte[]> entry = entries.next();
                last = entry.key;
                seen++;
                if (ledger.isExpired(EntryCodec.entry(entry.value), now)) {
                    expired.add(entry.key);
                }
            }
        }
        next = seen < most || last == null ? null : after(last);
        expired.forEach(store::delete);
    }

    static int sliceOf(long entries) {
        long slices = PASS.dividedBy(PAUSE);
        return Math.clamp(entries / slices, SLICE_MIN, SLICE_MAX);
    }

    /** The first key behind it. */
    private static byte[] after(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
