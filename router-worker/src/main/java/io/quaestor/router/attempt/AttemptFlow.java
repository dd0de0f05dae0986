package io.quaestor.router.attempt;

import io.quaestor.event.RoutedJob;
import io.quaestor.router.fair.Claim;
import io.quaestor.router.fair.FairTurns;
import io.quaestor.router.fair.Weights;
import io.quaestor.router.health.StartGate;
import io.quaestor.router.job.Decided;
import io.quaestor.router.job.Poison;
import io.quaestor.router.provider.NotCalled;
import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.shape.Shape;
import io.quaestor.router.waits.Wait;
import io.quaestor.router.waits.WaitReason;
import io.quaestor.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
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
            boolean undeliverable) {
        /** When its first event was written: of an intent, when its call was decided on. */
        Instant writtenAt() {
            return decided.events().getFirst().getAt();
        }
    }

    private record Late(AttemptLane lane, RoutedJob job, Ended ended) {}

    /** Decisions about one job that may fail for a fault of ours before it is answered so. */
    static final int MAX_FAULTS = 3;

    private static final int FAULTS_BETWEEN = 100;

    private record InTurn(long place, AttemptLane lane) {
        static final Comparator<InTurn> ORDER =
                Comparator.comparingLong(InTurn::place)
                        .thenComparingInt(inTurn -> inTurn.lane().lane());
    }

    /** Of each provider: places for calls, and what each of its lanes here asks for. */
    private record Slots(Map<String, Integer> free, Map<String, Map<Integer, Claim>> claims) {}

    private final Settlement settlement;
    private final AttemptAdvice advice;
    private final List<Late> late = new ArrayList<>();

    /** Of the cancellations that all lanes were searched for. */
    private long cancelsSeen;

    /** Reply topics that cannot be written before an instant; the answers to all others can. */
    private final Map<String, Instant> waitingTopics = new HashMap<>();

    /** Of departments, by provider. */
    private final Map<String, FairTurns<String>> turns = new HashMap<>();

    /** Providers whose rate kept somebody from starting in the last turn. */
    private final Set<String> paced = new HashSet<>();

    /** Rotates the provider that goes first. */
    private int firstProvider;

    private int maxBatch = MAX_BATCH;

    AttemptFlow(Settlement settlement, AttemptAdvice advice) {
        this.settlement = settlement;
        this.advice = advice;
    }

    /**
     * The lane went away. Of calls that ended here and whose end is not known to be committed the
     * next owner says that nobody knows: what they used is still news. Should the end of one be
     * committed after all (its transaction was lost), its usage says what is known already and
     * changes nothing.
     */
    void gone(AttemptLane lane) {
        lane.takeLate().forEach(call -> endedLate(lane, call.job(), call.ended()));
        lane.ended().forEach(call -> endedLate(lane, call.job(), call.ended()));
    }

    /** A call ended after its lane went away, or after its job was cancelled. */
    void endedLate(AttemptLane former, RoutedJob job, Ended ended) {
        // When nobody knows what it cost there is nothing to correct: the estimate stands.
        if (Settlement.isCostKnown(ended)) {
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
        lanes.forEach(
                lane -> lane.takeLate().forEach(call -> endedLate(lane, call.job(), call.ended())));
        observe(batch, now);
        cancel(lanes);
        for (var lane : lanes) {
            settle(lane, batch, now);
        }
        start(lanes, slots(lanes, closed), batch, now);
        return batch;
    }

    private void cancel(Collection<AttemptLane> lanes) {
        long version = advice.cancellations().version();
        if (version != cancelsSeen) {
            cancelsSeen = version;
            lanes.forEach(this::cancel);
        }
    }

    private void cancel(AttemptLane lane) {
        lane.endWaiting(this::isCancelled, AttemptLane.Cancelled::new);
        lane.endCalled(this::isCancelled);
    }

    private boolean isCancelled(RoutedJob job) {
        return advice.cancellations().isCancelled(job.getJob());
    }

    private void observe(List<Item> batch, Instant now) {
        for (var ended : late.subList(0, Math.min(late.size(), maxBatch))) {
            var usage =
                    settlement
                            .observed(ended.job(), ended.ended(), advice.prices().get(), now)
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
            end(lane, offset, outcome, batch, now);
        }
    }

    /** Nothing is staged while a fault of ours is tried again. */
    private void end(
            AttemptLane lane,
            long offset,
            AttemptLane.Outcome outcome,
            List<Item> batch,
            Instant now) {
        var decided = decideOrFail(lane, offset, outcome, now);
        if (decided.isEmpty()) {
            return;
        }
        lane.tracker().finish(offset);
        boolean undeliverable = lane.undeliverable().contains(offset);
        batch.add(
                new Item(lane, offset, outcome.job(), Kind.FINISHES, decided.get(), undeliverable));
    }

    private Optional<Decided> decideOrFail(
            AttemptLane lane, long offset, AttemptLane.Outcome outcome, Instant now) {
        try {
            return Optional.of(decide(outcome, now));
        } catch (RuntimeException | StackOverflowError bug) {
            return fail(lane, offset, outcome, bug, now);
        }
    }

    /** After a few tries; should that fail too, again after many more. */
    private Optional<Decided> fail(
            AttemptLane lane,
            long offset,
            AttemptLane.Outcome outcome,
            Throwable bug,
            Instant now) {
        if (lane.failed(offset) % FAULTS_BETWEEN != MAX_FAULTS) {
            return Optional.empty();
        }
        var place = new Poison.Place(Topics.jobs(lane.provider()), lane.lane(), offset);
        var job = outcome.job();
        try {
            var reference = advice.poison().keep(place, job.getJob(), job, bug);
            return Optional.of(
                    settlement.failedInternally(job, outcome.wasCalled(), reference, now));
        } catch (RuntimeException again) {
            advice.poison().unanswered(place, job.getJob(), again);
            return Optional.empty();
        }
    }

    /** Its answer would go to a topic whose schema nobody can look up now. */
    private boolean waits(AttemptLane.Outcome outcome, Instant now) {
        var until = waitingTopics.get(outcome.job().getJob().getReplyTopic());
        return until != null && now.isBefore(until);
    }

    private Decided decide(AttemptLane.Outcome outcome, Instant now) {
        if (isCancelled(outcome.job())) {
            return cancelled(outcome, now);
        }
        return switch (outcome) {
            case AttemptLane.CallEnded(var job, var ended, var jitter) ->
                    settlement.settled(job, ended, advice.prices().get(), now, jitter);
            case AttemptLane.FoundInFlight(var job) -> settlement.unknown(job, now);
            case AttemptLane.NotCalled(var job) ->
                    settlement.settled(job, lostIntent(now), advice.prices().get(), now, 0);
            case AttemptLane.Overdue(var job) -> settlement.expired(job, now);
            case AttemptLane.TurnedBack(var job, var until, var jitter) ->
                    settlement.turnedBack(job, until, now, jitter);
            case AttemptLane.Cancelled _, AttemptLane.CancelledInCall _ -> cancelled(outcome, now);
        };
    }

    private static Ended lostIntent(Instant now) {
        return new Ended(NotCalled.afterALostIntent(), Shape.NOT_ASKED, now, now);
    }

    private Decided cancelled(AttemptLane.Outcome outcome, Instant now) {
        return switch (outcome) {
            case AttemptLane.CallEnded(var job, var ended, _) ->
                    settlement.cancelled(job, ended, advice.prices().get(), now);
            case AttemptLane.NotCalled(var job) ->
                    settlement.cancelled(job, lostIntent(now), advice.prices().get(), now);
            case AttemptLane.FoundInFlight _, AttemptLane.CancelledInCall _ ->
                    settlement.cancelledInCall(outcome.job(), now);
            case AttemptLane.Overdue _, AttemptLane.TurnedBack _, AttemptLane.Cancelled _ ->
                    settlement.cancelled(outcome.job(), now);
        };
    }

    /**
     * Each lane starts its jobs in offset order; whose head is next is the turn of its department
     * among all that wait for the provider here, by weight. Providers take turns, so that a batch
     * is not one's alone.
     */
    private void start(Collection<AttemptLane> lanes, Slots slots, List<Item> batch, Instant now) {
        var weights = advice.weights().get();
        paced.clear();
        var heads = new LinkedHashMap<String, PriorityQueue<InTurn>>();
        for (var lane : lanes) {
            inTurn(lane)
                    .ifPresent(
                            head ->
                                    heads.computeIfAbsent(
                                                    lane.provider(),
                                                    _ -> new PriorityQueue<>(InTurn.ORDER))
                                            .add(head));
        }
        var providers = new ArrayList<>(heads.values());
        Collections.rotate(providers, firstProvider++);
        var order = new ArrayDeque<>(providers);
        while (!order.isEmpty() && batch.size() < maxBatch) {
            var ofProvider = order.remove();
            var lane = ofProvider.remove().lane();
            if (startOne(lane, slots, weights, batch, now)) {
                inTurn(lane).ifPresent(ofProvider::add);
            }
            if (!ofProvider.isEmpty()) {
                order.add(ofProvider);
            }
        }
    }

    private Optional<InTurn> inTurn(AttemptLane lane) {
        return lane.waiting()
                .head()
                .map(head -> new InTurn(turns(lane.provider()).place(head.department()), lane));
    }

    private FairTurns<String> turns(String provider) {
        return turns.computeIfAbsent(provider, _ -> new FairTurns<>());
    }

    /** Whether the head of the lane starts or ends, so that the next one may be looked at. */
    private boolean startOne(
            AttemptLane lane, Slots slots, Weights weights, List<Item> batch, Instant now) {
        var head = lane.waiting().head().orElseThrow();
        if (lane.draining() || !lane.tracker().fits(head.offset())) {
            return false;
        }
        if (!now.isBefore(head.job().getJob().getDeadline())) {
            return endHead(lane, head, new AttemptLane.Overdue(head.job()), batch, now);
        }
        if (isCancelled(head.job())) {
            return endHead(lane, head, new AttemptLane.Cancelled(head.job()), batch, now);
        }
        if (isAhead(head.job()) || slots.free().merge(lane.provider(), -1, Integer::sum) < 0) {
            return false;
        }
        var claims = slots.claims().getOrDefault(lane.provider(), Map.of());
        return switch (advice.gate().ask(head.job(), claims, now)) {
            case StartGate.Go() -> {
                lane.waiting().removeHead();
                lane.tracker().start(head.offset());
                var department = head.department();
                turns(lane.provider()).took(department, weights.of(department));
                batch.add(
                        new Item(
                                lane,
                                head.offset(),
                                head.job(),
                                Kind.STARTS,
                                settlement.started(head.job(), now),
                                false));
                yield true;
            }
            case StartGate.NotNow() -> {
                paced.add(lane.provider());
                yield false;
            }
            case StartGate.NotHere(var until, var jitter) -> {
                slots.free().merge(lane.provider(), 1, Integer::sum);
                var back = new AttemptLane.TurnedBack(head.job(), until, jitter);
                yield endHead(lane, head, back, batch, now);
            }
        };
    }

    /** Its route may be to a provider that this worker does not know yet. */
    private boolean isAhead(RoutedJob job) {
        return job.getCatalogVersion() > advice.catalogVersion().getAsLong();
    }

    private boolean endHead(
            AttemptLane lane,
            Backlog.Waiting head,
            AttemptLane.Outcome outcome,
            List<Item> batch,
            Instant now) {
        lane.waiting().removeHead();
        lane.outcomes().put(head.offset(), outcome);
        if (!waits(outcome, now)) {
            end(lane, head.offset(), outcome, batch, now);
        }
        return true;
    }

    /** Who waits on a provider's queue to be started, and why. */
    Map<Wait, Integer> waits(Collection<AttemptLane> lanes) {
        var waits = new HashMap<Wait, Integer>();
        for (var lane : lanes) {
            var provider = lane.provider();
            var reason = reason(lane);
            lane.waiting()
                    .jobs()
                    .forEach(
                            (department, jobs) ->
                                    waits.merge(
                                            new Wait(provider, department, reason),
                                            jobs,
                                            Integer::sum));
        }
        return waits;
    }

    private WaitReason reason(AttemptLane lane) {
        if (lane.waiting().head().map(Backlog.Waiting::job).filter(this::isAhead).isPresent()) {
            return WaitReason.CATALOG;
        }
        return paced.contains(lane.provider()) ? WaitReason.RATE : WaitReason.IN_FLIGHT;
    }

    /** Why a call is not made although its intent counts; empty when it may be made now. */
    Optional<ProviderReply> refusal(RoutedJob job, Instant intendedAt, Instant now) {
        if (isCancelled(job)) {
            return Optional.of(NotCalled.afterItsCancellation());
        }
        return now.isAfter(intendedAt.plus(Settlement.MAX_START))
                ? Optional.of(NotCalled.longAfterItsIntent())
                : Optional.empty();
    }

    private Slots slots(Collection<AttemptLane> lanes, Collection<AttemptLane> closed) {
        var weights = advice.weights().get();
        var claims = new HashMap<String, Map<Integer, Claim>>();
        var open = new HashMap<String, Integer>();
        for (var lane : Stream.concat(lanes.stream(), closed.stream()).toList()) {
            open.merge(lane.provider(), lane.openCalls(), Integer::sum);
            claims.computeIfAbsent(lane.provider(), _ -> new HashMap<>())
                    .put(lane.lane(), lane.claim(weights));
        }
        var free = new HashMap<String, Integer>();
        claims.values().removeIf(of -> of.values().stream().allMatch(Claim::isIdle));
        claims.forEach(
                (provider, of) ->
                        free.put(
                                provider,
                                advice.caps().cap(provider, of) - open.getOrDefault(provider, 0)));
        return new Slots(free, claims);
    }

    /**
     * Jobs behind the head of a lane whose deadline has passed, or that were read after they had
     * been cancelled: they end on the tick, for the head may wait long.
     */
    void tick(Collection<AttemptLane> lanes, Instant now) {
        for (var lane : lanes) {
            lane.endWaiting(
                    job -> !now.isBefore(job.getJob().getDeadline()), AttemptLane.Overdue::new);
            cancel(lane);
        }
    }

    /** The batch counts. */
    void committed(List<Item> batch) {
        maxBatch = Math.min(2 * maxBatch, MAX_BATCH);
        for (var item : batch) {
            switch (item.kind()) {
                case FINISHES -> item.lane().finished(item.offset());
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

    private void takeBack(List<Item> batch) {
        lanes(batch).forEach(lane -> lane.tracker().aborted());
        for (var item : batch.reversed()) {
            if (item.kind() == Kind.STARTS) {
                advice.gate().notStarted(item.job());
                if (!item.lane().draining()) {
                    item.lane().waiting().addBack(item.offset(), item.job());
                }
            }
        }
    }

    /** Nobody knows whether the batch counts until the committed offsets are read again. */
    void lost(List<Item> batch) {
        for (var item : batch) {
            if (item.kind() == Kind.STARTS) {
                advice.gate().notStarted(item.job());
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
