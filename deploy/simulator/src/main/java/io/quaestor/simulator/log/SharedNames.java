package io.quaestor.simulator.log;

import java.util.HashMap;
import java.util.Map;

/**
 * Equal names become the same object, so that thousands of entries hold it once. Not thread-safe.
 */
final class SharedNames {

    /** Beyond it new names are kept as they come: a caller that invents names only costs memory. */
    private static final int MAX_NAMES = 2_000;

    private final Map<String, String> names = new HashMap<>();

    String shared(String name) {
        String known = names.get(name);
        if (known != null) {
            return known;
        }
        if (names.size() < MAX_NAMES) {
            names.put(name, name);
        }
        return name;
    }
}
