package io.quaestor.ingest;

import io.quaestor.ingest.ledger.Entry;
import io.quaestor.ingest.ledger.EntryCodec;
import io.quaestor.kernel.JobId;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * One task's part of the ledger. Its key is the job id, which is department and request id, in 16
 * bytes.
 */
final class LedgerStore {

    private final KeyValueStore<byte[], byte[]> store;

    LedgerStore(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    Optional<Entry> find(JobId job) {
        return Optional.ofNullable(store.get(key(job))).map(EntryCodec::entry);
    }

    /** What is kept of the job from now on. */
    void keep(JobId job, Entry entry) {
        store.put(key(job), EntryCodec.bytes(entry));
    }

    private static byte[] key(JobId job) {
        return ByteBuffer.allocate(Long.BYTES * 2)
                .putLong(job.bits().getMostSignificantBits())
                .putLong(job.bits().getLeastSignificantBits())
                .array();
    }
}
