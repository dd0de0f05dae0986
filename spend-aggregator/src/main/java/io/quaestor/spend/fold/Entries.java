package io.quaestor.spend.fold;

import java.util.Optional;
import java.util.function.BiConsumer;

/** The lane's entries by text key, wherever they lie; writes are seen by the reads that follow. */
public interface Entries {

    Optional<byte[]> get(String key);

    void put(String key, byte[] value);

    void delete(String key);

    /**
     * Every entry whose key begins with the prefix, in any order; the entries must not be changed
     * meanwhile.
     */
    void forEach(String prefix, BiConsumer<String, byte[]> entry);
}
