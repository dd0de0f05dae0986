package io.quaestor.spend.fold;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The totals of a lane: all in its entries, the recently used ones in memory, those not yet
 * published marked.
 */
final class Totals {

    /**
     * After the longest deadline (7 d), its expiry and a correction nothing can move a total any
     * more.
     */
    static final Duration KEPT_AFTER_WINDOW = Duration.ofDays(8);

    private static final String TOTAL = "t|";

    /** Totals kept unpacked: 12 keys a job, few of them different; about 300 bytes each. */
    private static final int IN_MEMORY_MAX = 2_048;

    private final Entries entries;
    private final Map<TotalKey, KeyTotal> recent =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<TotalKey, KeyTotal> eldest) {
                    return size() > IN_MEMORY_MAX;
                }
            };
    private final Set<TotalKey> dirty = new LinkedHashSet<>();

    /** Whatever changed after the last publication is to be published again. */
    Totals(Entries entries, long publishedAsOf) {
        this.entries = entries;
        forEach(
                TOTAL,
                total -> {
                    if (total.asOf() > publishedAsOf) {
                        dirty.add(total.key());
                    }
                });
    }

    Optional<KeyTotal> of(TotalKey key) {
        var kept = recent.get(key);
        if (kept != null) {
            return Optional.of(kept);
        }
        var read = entries.get(TOTAL + key.text()).map(packed -> Codec.total(key.text(), packed));
        read.ifPresent(total -> recent.put(key, total));
        return read;
    }

    List<KeyTotal> of(Target target) {
        var found = new ArrayList<KeyTotal>();
        forEach(TOTAL + target.prefix(), found::add);
        return found;
    }

    void keep(KeyTotal total) {
        recent.put(total.key(), total);
        dirty.add(total.key());
        entries.put(TOTAL + total.key().text(), Codec.total(total));
    }

    boolean isDirty() {
        return !dirty.isEmpty();
    }

    /** The totals that changed since they were last asked for. */
    List<KeyTotal> takeDirty() {
        var changed = dirty.stream().map(key -> of(key).orElseThrow()).toList();
        dirty.clear();
        return changed;
    }

    /** Remembers that a total lies on {@code llm.budgets}. */
    void shown(KeyTotal total) {
        recent.put(total.key(), total.asShown());
        entries.put(TOTAL + total.key().text(), Codec.total(total.asShown()));
    }

    /** Removes the totals of windows long gone. */
    List<KeyTotal> forget(Instant now) {
        var old = new ArrayList<KeyTotal>();
        forEach(
                TOTAL,
                total -> {
                    if (total.key().window().end().plus(KEPT_AFTER_WINDOW).isBefore(now)) {
                        old.add(total);
                    }
                });
        for (KeyTotal total : old) {
            recent.remove(total.key());
            dirty.remove(total.key());
            entries.delete(TOTAL + total.key().text());
        }
        return old;
    }

    private void forEach(String prefix, java.util.function.Consumer<KeyTotal> consumer) {
        entries.forEach(
                prefix,
                (key, packed) ->
                        consumer.accept(Codec.total(key.substring(TOTAL.length()), packed)));
    }
}
