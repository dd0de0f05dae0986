package io.quaestor.spend.fold;

import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Entries in a map: what a store holds, without a store. */
final class MemoryEntries implements Entries {

    private final TreeMap<String, byte[]> map = new TreeMap<>();

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(map.get(key)).map(byte[]::clone);
    }

    @Override
    public void put(String key, byte[] value) {
        map.put(key, value.clone());
    }

    @Override
    public void delete(String key) {
        map.remove(key);
    }

    @Override
    public void forEach(String prefix, BiConsumer<String, byte[]> entry) {
        var found = new ArrayList<>(map.tailMap(prefix).entrySet());
        found.stream()
                .filter(e -> e.getKey().startsWith(prefix))
                .forEach(e -> entry.accept(e.getKey(), e.getValue()));
    }

    int size() {
        return map.size();
    }
}
