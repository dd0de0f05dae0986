package io.quaestor.simulator.script;

import java.util.LinkedHashMap;
import java.util.Map;

/** How often each content came. Not thread-safe. */
final class Occurrences {

    /** Contents remembered; the one unseen for longest is forgotten and starts again at 1. */
    private static final int MAX_CONTENTS = 100_000;

    private final Map<Long, Integer> counts =
            new LinkedHashMap<>(1_024, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
                    return size() > MAX_CONTENTS;
                }
            };

    /** Counts this call; 1 for the first. */
    int next(long content) {
        return counts.merge(content, 1, Integer::sum);
    }
}
