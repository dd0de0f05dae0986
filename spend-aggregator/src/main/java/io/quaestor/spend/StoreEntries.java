package io.quaestor.spend;

import io.quaestor.spend.fold.Entries;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueStore;

/** The lane's entries in a Streams store, durable with the transaction. */
final class StoreEntries implements Entries {

    private final KeyValueStore<String, byte[]> store;

    StoreEntries(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(store.get(key));
    }

    @Override
    public void put(String key, byte[] value) {
        store.put(key, value);
    }

    @Override
    public void delete(String key) {
        store.delete(key);
    }

    @Override
    public void forEach(String prefix, BiConsumer<String, byte[]> entry) {
        try (var keys = new StringSerializer();
                var found = store.prefixScan(prefix, keys)) {
            found.forEachRemaining(pair -> entry.accept(pair.key, pair.value));
        }
    }
}
