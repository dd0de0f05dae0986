package io.quaestor.ingest;

import io.quaestor.event.SequenceScope;
import io.quaestor.event.StageSequence;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The contiguous number of a task's journal events, kept in its store and so committed together
 * with them.
 */
final class TaskSequence {

    private static final String KEY = "last";

    private final KeyValueStore<String, Long> store;
    private final String source;

    TaskSequence(KeyValueStore<String, Long> store, int partition) {
        this.store = store;
        this.source = "ingest/" + partition;
    }

    /** The number of the next event; the same until it is {@link #taken}. */
    StageSequence next() {
        @Nullable Long last = store.get(KEY);
        return new StageSequence(SequenceScope.INGEST_TASK, source, last == null ? 1 : last + 1);
    }

    /** So many events, this one and those that follow, are on their way. */
    void taken(StageSequence first, int numbers) {
        if (numbers > 0) {
            store.put(KEY, first.getNumber() + numbers - 1);
        }
    }
}
