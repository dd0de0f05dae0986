package io.quaestor.router.attempt;

import io.quaestor.event.RoutedJob;
import io.quaestor.kernel.price.PriceBook;
import io.quaestor.router.job.Decided;
import io.quaestor.router.lag.InFlightCaps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Take, intend, call, settle: what the next transaction of the attempts holds, and what follows
 * when it counts or does not.
 *
 * <p>Each transaction carries the outcomes in hand and the intents of the jobs about to start. Jobs
 * of a lane start in offset order, as many as the provider's cap allows. Not thread-safe, and free
 * of Kafka: the loop at the edge reads, commits and calls.
 */
final class AttemptFlow {
    /**
     * Decisions in one transaction: enough that its cost per job vanishes, small enough to be sent
     * well within its timeout.
     */
    static final int MAX_BATCH = 1_000;

    /** A look-up takes up to a second, in which nothing else is done. */
    static final Duration TOPIC_WAIT = Duration.ofSeconds(5);

    /** What a decision does to its offset. */
    enum Kind {
        STARTS,
        FINISHES,
        OBSERVES
    }

    /** One decision of a batch. */
    record Item(
            AttemptLane lane,
            long offset,
            RoutedJob job,
            Kind kind,
            Decided decided,
            boolean undeliverable) {}

    private record Late(AttemptLane lane, RoutedJob job, Ended ended) {}

    private final Settlement settlement;
    private final InFlightCaps caps;
    private final Supplier<PriceBook> prices;
    private final List<Late> late = new ArrayList<>();

    /** Reply topics that cannot be written before an instant; the answers to all others can. */
    private final Map<String, Instant> waitingTopics = new HashMap<>();

    /** Rotates the lane that starts first, so that none starves behind a busy one. */
    private int turn;

    private int maxBatch = MAX_BATCH;

    AttemptFlow(Settlement settlement, InFlightCaps caps, Supplier<PriceBook> prices) {
        this.settlement = settlement;
        this.caps = caps;
        this.prices = prices;
    }

    /**
     * The lane went away. Of calls that ended here and whose end is not known to be committed the
     * next owner says that nobody knows: what they used is still news. Should the end of one be
     * committed after all (its transaction was lost), its usage says what is known already and
     * changes nothing.
     */
    void gone(AttemptLane lane) {
        lane.ended().forEach(call -> endedLate(lane, call.job(), call.ended()));
    }

    /** A call ended after its lane went away. */
    void endedLate(AttemptLane former, RoutedJob job, Ended ended) {
        // Without usage there is nothing to correct: the estimate stands.
        if (ended.reply().usage().isPresent()) {
            late.add(new Late(former, job, ended));
        }
    }

    /**
     * The next transaction's decisions, staged in the trackers; empty when there is nothing to
     * write.
     *
     * @param closed lanes of this worker that are read anew: their open calls count
     */
    List<Item> next(Collection<AttemptLane> lanes, Collection<AttemptLane> closed, Instant now) {
        var batch = new ArrayList<Item>();
        observe(batch, now);
        for (var lane : lanes) {
            settle(lane, batch, now);
        }
        start(List.copyOf(lanes), freeSlots(lanes, closed), batch, now);
        return batch;
    }

    private void observe(List<Item> batch, Instant now) {
        for (var ended : late.subList(0, Math.min(late.size(), maxBatch))) {
            var usage =
                    settlement
                            .observed(ended.job(), ended.ended(), prices.get(), now)
                            .orElseThrow();
            batch.add(new Item(ended.lane(), -1, ended.job(), Kind.OBSERVES, usage, false));
        }
    }

    private void settle(AttemptLane lane, List<Item> batch, Instant now) {
        for (var entry : lane.outcomes().entrySet()) {
            if (batch.size() >= maxBatch) {
                return;
            }
            long offset = entry.getKey();
            var outcome = entry.getValue();
            if (!lane.isReady(offset) || waits(outcome, now)) {
                continue;
            }
            lane.tracker().finish(offset);
            boolean undeliverable = lane.undeliverable().contains(offset);
            batch.add(
                    new Item(
                            lane,
                            offset,
                            outcome.job(),
                            Kind.FINISHES,
                            decide(outcome, now),
                            undeliverable));
        }
    }

    /** Its answer would go to a topic whose schema nobody can look up now. */
    private boolean waits(AttemptLane.Outcome outcome, Instant now) {
        var until = waitingTopics.get(outcome.job().getJob().getReplyTopic());
        return until != null && now.isBefore(until);
    }

    private Decided decide(AttemptLane.Outcome outcome, Instant now) {
        return switch (outcome) {
            case AttemptLane.CallEnded(var job, var ended, var jitter) ->
                    settlement.settled(job, ended, prices.get(), now, jitter);
            case AttemptLane.FoundInFlight(var job) -> settlement.unknown(job, now);
            case AttemptLane.Overdue(var job) -> settlement.expired(job, now);
        };
    }

    private void start(
            List<AttemptLane> lanes, Map<String, Integer> free, List<Item> batch, Instant now) {
        turn++;
        boolean started = true;
        while (started) {
            started = false;
            for (int i = 0; i < lanes.size() && batch.size() < maxBatch; i++) {
                var lane = lanes.get(Math.floorMod(i + turn, lanes.size()));
                started |= startOne(lane, free, batch, now);
            }
        }
    }

    private boolean startOne(
            AttemptLane lane, Map<String, Integer> free, List<Item> batch, Instant now) {
        var head = lane.waiting().peek();
        if (head == null || lane.draining() || !lane.tracker().fits(head.offset())) {
            return false;
        }
        if (!now.isBefore(head.job().getJob().getDeadline())) {
            lane.waiting().remove();
            lane.outcomes().put(head.offset(), new AttemptLane.Overdue(head.job()));
            lane.tracker().finish(head.offset());
            batch.add(
                    new Item(
                            lane,
                            head.offset(),
                            head.job(),
                            Kind.FINISHES,
                            settlement.expired(head.job(), now),
                            false));
            return true;
        }
        if (free.merge(lane.provider(), -1, Integer::sum) < 0) {
            return false;
        }
        lane.waiting().remove();
        lane.tracker().start(head.offset());
        batch.add(
                new Item(
                        lane,
                        head.offset(),
                        head.job(),
                        Kind.STARTS,
                        settlement.started(head.job(), now),
                        false));
        return true;
    }

    private Map<String, Integer> freeSlots(
            Collection<AttemptLane> lanes, Collection<AttemptLane> closed) {
        var busy = new HashMap<String, Set<Integer>>();
        var open = new HashMap<String, Integer>();
        for (var lane : Stream.concat(lanes.stream(), closed.stream()).toList()) {
            open.merge(lane.provider(), lane.openCalls(), Integer::sum);
            if (lane.hasBacklog()) {
                busy.computeIfAbsent(lane.provider(), _ -> new TreeSet<>()).add(lane.lane());
            }
        }
        var free = new HashMap<String, Integer>();
        busy.forEach(
                (provider, of) ->
                        free.put(
                                provider, caps.cap(provider, of) - open.getOrDefault(provider, 0)));
        return free;
    }

    /**
     * Jobs behind the head of a lane whose deadline has passed: they end on the tick, for the head
     * may wait long.
     */
    void tick(Collection<AttemptLane> lanes, Instant now) {
        for (var lane : lanes) {
            for (var waits = lane.waiting().iterator(); waits.hasNext(); ) {
                var waiting = waits.next();
                if (!now.isBefore(waiting.job().getJob().getDeadline())
                        && lane.tracker().fits(waiting.offset())) {
                    waits.remove();
                    lane.outcomes().put(waiting.offset(), new AttemptLane.Overdue(waiting.job()));
                }
            }
        }
    }

    /** The batch counts. */
    void committed(List<Item> batch) {
        maxBatch = Math.min(2 * maxBatch, MAX_BATCH);
        for (var item : batch) {
            switch (item.kind()) {
                case FINISHES -> {
                    item.lane().outcomes().remove(item.offset());
                    item.lane().undeliverable().remove(item.offset());
                }
                case OBSERVES -> late.removeFirst();
                case STARTS -> item.lane().called(item.offset(), item.job());
            }
        }
        lanes(batch).forEach(lane -> lane.tracker().committed());
    }

    /**
     * The batch does not count. Outcomes stay in hand and jobs go back to the head of their lanes.
     * An answer that is to blame is replaced by an undeliverable one next time; when none is known,
     * the next batch is half as large, so that a culprit ends up alone.
     *
     * @param culprit index of the decision whose answer cannot be sent, or -1
     * @return whether another try at once may go better
     */
    boolean aborted(List<Item> batch, int culprit) {
        takeBack(batch);
        if (culprit >= 0 && isBlamed(batch.get(culprit))) {
            return true;
        }
        maxBatch = Math.max(1, maxBatch / 2);
        return false;
    }

    /** Blames an answer; the second time, or if it is none, there is nothing else to write. */
    private static boolean isBlamed(Item culprit) {
        return culprit.decided().next() instanceof Decided.Answered
                && culprit.lane().undeliverable().add(culprit.offset());
    }

    /**
     * The batch was not tried: the schema of one answer's topic could not be looked up. Answers for
     * that topic wait, all others do not.
     */
    void unwritable(List<Item> batch, Item waiting, Instant now) {
        takeBack(batch);
        waitingTopics.values().removeIf(until -> !now.isBefore(until));
        waitingTopics.put(waiting.job().getJob().getReplyTopic(), now.plus(TOPIC_WAIT));
    }

    private static void takeBack(List<Item> batch) {
        lanes(batch).forEach(lane -> lane.tracker().aborted());
        for (var item : batch.reversed()) {
            if (item.kind() == Kind.STARTS && !item.lane().draining()) {
                item.lane().waiting().addFirst(new AttemptLane.Waiting(item.offset(), item.job()));
            }
        }
    }

    /** Nobody knows whether the batch counts until the committed offsets are read again. */
    void lost(List<Item> batch) {
        for (var item : batch) {
            if (item.kind() == Kind.STARTS) {
                item.lane().uncertainStart(item.offset());
            }
        }
    }

    private static Set<AttemptLane> lanes(List<Item> batch) {
        var lanes =
                java.util.Collections.<AttemptLane>newSetFromMap(new java.util.IdentityHashMap<>());
        batch.stream()
                .filter(item -> item.kind() != Kind.OBSERVES)
                .forEach(item -> lanes.add(item.lane()));
        return lanes;
    }
}
