package io.quaestor.simulator.log;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every call from its arrival: a ring of the newest entries, and exact counts of all.
 *
 * <p>Thread-safe by one lock: an operation is some tens of nanoseconds and there are few event
 * loops. An entry takes about 200 bytes.
 */
public final class CallLog {

    /** At about 200 bytes an entry: 40 MB, enough for every journey and most benchmarks. */
    public static final int DEFAULT_LIMIT = 200_000;

    /** About 400 MB of heap when full. */
    public static final int MAX_LIMIT = 2_000_000;

    /** Models counted apart; later ones are counted together as "other". */
    private static final int MAX_MODELS = 1_000;

    private final int limit;
    private final CallRecorder recorder;
    private final SharedNames names = new SharedNames();
    private final Map<String, OpenCount> models = new LinkedHashMap<>();
    private @Nullable PackedCall[] ring;
    private long nextSequence = 1;
    private long firstKept = 1;
    private long dropped;
    private OpenCount all = new OpenCount("", "");
    private Map<Integer, Long> byStatus = new TreeMap<>();
    private Map<CallOutcome, Long> byOutcome = new EnumMap<>(CallOutcome.class);

    /**
     * An empty log.
     *
     * @param limit entries kept, from 1 to {@link #MAX_LIMIT}
     */
    public CallLog(int limit) {
        this(limit, CallRecorder.NONE);
    }

    /**
     * An empty log.
     *
     * @param limit entries kept, from 1 to {@link #MAX_LIMIT}
     * @param recorder keeps what must outlive this process
     */
    public CallLog(int limit, CallRecorder recorder) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("a call log keeps 1 to " + MAX_LIMIT + " entries");
        }
        this.limit = limit;
        this.recorder = recorder;
        this.ring = new PackedCall[Math.min(limit, 1_024)];
    }

    /** Enters a call as open. */
    public synchronized OpenCall open(CallArrival arrival) {
        if (nextSequence - firstKept == ring.length) {
            makeRoom();
        }
        OpenCount count = count(arrival);
        PackedCall entry =
                new PackedCall(
                        nextSequence++,
                        arrival,
                        names.shared(arrival.model()),
                        names.shared(arrival.credential()));
        ring[slot(entry.sequence())] = entry;
        count.arrived();
        all.arrived();
        recorder.record(entry.read());
        return new OpenCall(entry, count);
    }

    /** Entries with a sequence above {@code since}, oldest first, at most {@code max}. */
    public synchronized List<LoggedCall> since(long since, int max) {
        List<LoggedCall> calls = new ArrayList<>();
        long from = Math.max(firstKept, since + 1);
        for (long sequence = from; sequence < nextSequence && calls.size() < max; sequence++) {
            PackedCall entry = ring[slot(sequence)];
            if (entry != null) {
                calls.add(entry.read());
            }
        }
        return calls;
    }

    /** The counts of now. */
    public synchronized CallStats stats() {
        List<CallStats.ModelStats> perModel =
                models.values().stream().map(OpenCount::read).toList();
        return new CallStats(
                all.open,
                all.maxOpen,
                perModel,
                all.calls,
                new TreeMap<>(byStatus),
                new EnumMap<>(byOutcome),
                nextSequence - firstKept,
                dropped,
                limit);
    }

    /** Entries that the log no longer holds since it was last cleared. */
    public synchronized long dropped() {
        return dropped;
    }

    /**
     * Forgets all entries and counts. Open calls stay counted as open, without an entry; sequence
     * numbers go on.
     */
    public synchronized void clear() {
        firstKept = nextSequence;
        dropped = 0;
        ring = new PackedCall[Math.min(limit, 1_024)];
        byStatus = new TreeMap<>();
        byOutcome = new EnumMap<>(CallOutcome.class);
        all.restart();
        models.values().removeIf(count -> count.open == 0);
        models.values().forEach(OpenCount::restart);
    }

    /** A call that has not ended; ends at most once. */
    public final class OpenCall {
        private final PackedCall entry;
        private final OpenCount count;

        private OpenCall(PackedCall entry, OpenCount count) {
            this.entry = entry;
            this.count = count;
        }

        /** Its place in the log. */
        public long sequence() {
            return entry.sequence();
        }

        /** Ends the call. An answer that could not be sent may be ended once more, as aborted. */
        public void end(CallEnd end, long nowMillis) {
            synchronized (CallLog.this) {
                Optional<CallEnd> before = entry.end();
                if (before.isEmpty()) {
                    count.ended();
                    all.ended();
                } else {
                    count(before.get(), -1);
                }
                entry.end(end, nowMillis);
                count(end, 1);
                recorder.record(entry.read());
            }
        }
    }

    private void makeRoom() {
        if (ring.length < limit) {
            @Nullable PackedCall[] larger = new PackedCall[Math.min(limit, ring.length * 2)];
            for (long sequence = firstKept; sequence < nextSequence; sequence++) {
                larger[(int) (sequence % larger.length)] = ring[slot(sequence)];
            }
            ring = larger;
        } else {
            firstKept++;
            dropped++;
        }
    }

    private int slot(long sequence) {
        return (int) (sequence % ring.length);
    }

    private OpenCount count(CallArrival arrival) {
        String protocol = arrival.protocol().code();
        String key = protocol + "/" + arrival.model();
        if (models.size() >= MAX_MODELS && !models.containsKey(key)) {
            key = "other";
            return models.computeIfAbsent(key, _ -> new OpenCount("other", "other"));
        }
        return models.computeIfAbsent(key, _ -> new OpenCount(protocol, arrival.model()));
    }

    private void count(CallEnd end, long by) {
        byOutcome.merge(end.outcome(), by, Long::sum);
        if (end.status() != 0) {
            byStatus.merge(end.status(), by, Long::sum);
        }
    }

    private static final class OpenCount {
        private final String protocol;
        private final String model;
        private int open;
        private int maxOpen;
        private long calls;

        private OpenCount(String protocol, String model) {
            this.protocol = protocol;
            this.model = model;
        }

        private void arrived() {
            calls++;
            open++;
            maxOpen = Math.max(maxOpen, open);
        }

        private void ended() {
            open--;
        }

        private void restart() {
            maxOpen = open;
            calls = open;
        }

        private CallStats.ModelStats read() {
            return new CallStats.ModelStats(protocol, model, open, maxOpen, calls);
        }
    }
}
