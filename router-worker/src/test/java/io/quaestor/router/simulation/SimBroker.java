package io.quaestor.router.simulation;

import io.quaestor.router.track.Mark;
import io.quaestor.router.track.OffsetTracker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * A broker as read_committed readers and transactional writers see it: partitions as lists,
 * transactions that end with markers, and progress that is committed with them. Nobody reads past
 * an open transaction.
 */
public final class SimBroker {
    /** How a transaction ends, and what its writer learns of it. */
    public enum End {
        COMMITTED,
        ABORTED,
        /** The writer does not learn that it is committed. */
        LOST_COMMITTED,
        LOST_ABORTED,
        /** It stays open until its writer comes back, or its timeout. */
        LOST_OPEN
    }

    /** Of a topic. */
    public record Partition(String topic, int number) {}

    /** What a reader gets. */
    public record Stored(long offset, SpecificRecord value) {}

    /** What becomes durable together. */
    public interface Watcher {
        void committed(
                List<Written> records, Map<Partition, Mark> before, Map<Partition, Mark> now);
    }

    /** A record and its place. */
    public record Written(Partition partition, long offset, SpecificRecord value) {}

    private enum Fate {
        OPEN,
        COMMITTED,
        INVISIBLE
    }

    private static final class Entry {
        final SpecificRecord value;
        Fate fate = Fate.OPEN;

        Entry(SpecificRecord value) {
            this.value = value;
        }
    }

    /** One transaction under way. */
    public final class Transaction {
        private final List<Written> records = new ArrayList<>();
        private final Map<Partition, Mark> marks = new LinkedHashMap<>();
        private final Instant timesOutAt;

        /** Its progress has reached the group, which took it from the owner of then. */
        private boolean taken = true;

        private Transaction(Instant startedAt) {
            this.timesOutAt = startedAt.plus(TRANSACTION_TIMEOUT);
        }

        /** Returns the record's offset. */
        public long send(Partition partition, SpecificRecord value) {
            var log = log(partition);
            log.add(new Entry(value));
            records.add(new Written(partition, log.size() - 1L, value));
            return log.size() - 1L;
        }

        public void commits(Partition partition, Mark mark) {
            marks.put(partition, mark);
        }

        /** Whose progress it moves. */
        Set<Partition> moves() {
            return marks.keySet();
        }
    }

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(5);

    static final UUID TOPIC = new UUID(3, 4);

    private final Map<Partition, List<Entry>> logs = new LinkedHashMap<>();

    /** Up to where everything is decided, and stays so. */
    private final Map<Partition, Integer> decided = new HashMap<>();

    private final Map<Partition, Mark> marks = new HashMap<>();
    private final Map<String, Transaction> open = new LinkedHashMap<>();
    private final Watcher watcher;

    SimBroker(Watcher watcher) {
        this.watcher = watcher;
    }

    private List<Entry> log(Partition partition) {
        return logs.computeIfAbsent(partition, _ -> new ArrayList<>());
    }

    public Transaction begin(Instant now) {
        return new Transaction(now);
    }

    /**
     * The writer stands still in its transaction.
     *
     * @param taken its progress has reached the group already
     */
    void leave(String writer, Transaction transaction, boolean taken) {
        transaction.taken = taken;
        open.put(writer, transaction);
    }

    /** The writer goes on; false when its transaction timed out meanwhile. */
    boolean resume(String writer, Transaction transaction) {
        transaction.taken = true;
        return open.remove(writer, transaction);
    }

    /** Ends the transaction of the writer. */
    public void end(String writer, Transaction transaction, End end) {
        switch (end) {
            case COMMITTED, LOST_COMMITTED -> decide(transaction, true);
            case ABORTED, LOST_ABORTED -> decide(transaction, false);
            case LOST_OPEN -> open.put(writer, transaction);
        }
    }

    /** The writer is back, or its transaction timed out: what it left open is aborted. */
    public void fence(String writer) {
        var left = open.remove(writer);
        if (left != null) {
            decide(left, false);
        }
    }

    void timeOut(Instant now) {
        for (var entry : List.copyOf(open.entrySet())) {
            if (!now.isBefore(entry.getValue().timesOutAt)) {
                fence(entry.getKey());
            }
        }
    }

    private void decide(Transaction transaction, boolean commits) {
        for (var record : transaction.records) {
            log(record.partition()).get((int) record.offset()).fate =
                    commits ? Fate.COMMITTED : Fate.INVISIBLE;
        }
        transaction.records.stream()
                .map(Written::partition)
                .distinct()
                .forEach(partition -> log(partition).add(marker()));
        if (commits) {
            var before = new HashMap<Partition, Mark>();
            transaction.marks.keySet().forEach(at -> before.put(at, mark(at)));
            marks.putAll(transaction.marks);
            watcher.committed(transaction.records, before, transaction.marks);
        }
    }

    private static Entry marker() {
        var marker = new Entry(new io.quaestor.event.Released(0));
        marker.fate = Fate.INVISIBLE;
        return marker;
    }

    /** The first offset that nobody may read yet. */
    public long stableEnd(Partition partition) {
        var log = log(partition);
        int end = decided.getOrDefault(partition, 0);
        while (end < log.size() && log.get(end).fate != Fate.OPEN) {
            end++;
        }
        decided.put(partition, end);
        return end;
    }

    /** The next offset to be written. */
    public long end(Partition partition) {
        return log(partition).size();
    }

    /** Committed records from an offset on, before {@code to}: each reader gets its own copy. */
    public List<Stored> read(Partition partition, long from, long to) {
        var read = new ArrayList<Stored>();
        for (long i = from; i < to; i++) {
            var entry = log(partition).get((int) i);
            if (entry.fate == Fate.COMMITTED) {
                var copy = SpecificData.get().deepCopy(entry.value.getSchema(), entry.value);
                read.add(new Stored(i, copy));
            }
        }
        return read;
    }

    /** Offsets of all committed records. */
    List<Long> offsets(Partition partition) {
        var offsets = new ArrayList<Long>();
        for (int i = 0; i < log(partition).size(); i++) {
            if (log(partition).get(i).fate == Fate.COMMITTED) {
                offsets.add((long) i);
            }
        }
        return offsets;
    }

    /** No transaction is under way that may yet change what is committed of the partition. */
    public boolean isStable(Partition partition) {
        return open.values().stream()
                .noneMatch(left -> left.taken && left.marks.containsKey(partition));
    }

    public Mark mark(Partition partition) {
        return Objects.requireNonNullElseGet(
                marks.get(partition), () -> OffsetTracker.fresh(TOPIC, 0).mark());
    }

    /** The tracker that a new owner of the partition starts with. */
    public OffsetTracker tracker(Partition partition) {
        return OffsetTracker.restore(TOPIC, mark(partition));
    }
}
