package io.quaestor.router.admit;

import io.quaestor.router.fair.FairTurns;
import io.quaestor.router.fair.Weights;
import io.quaestor.router.job.Decided;
import io.quaestor.router.job.Poison;
import io.quaestor.router.lag.LagLimits;
import io.quaestor.router.route.RoutePlan;
import io.quaestor.router.waits.Wait;
import io.quaestor.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Read ahead, govern, plan, hold, publish: what the next transaction of admission holds.
 *
 * <p>Everything read is examined at once: what is refused is answered at once, the rest waits for
 * room at one of its providers. When its turn comes it is examined again, for budgets and catalogue
 * may have changed. Not thread-safe, and free of Kafka.
 */
final class AdmissionFlow {
    /** Decisions in one transaction. */
    static final int MAX_BATCH = 500;

    /** Decisions about one job that may fail for a fault of ours before it is answered so. */
    static final int MAX_FAULTS = 3;

    /** Arrivals of one lane that are looked at before another lane's. */
    private static final int ARRIVALS_IN_TURN = 50;

    private static final Duration FAULT_PAUSE = Duration.ofMillis(200);
    private static final Duration LONG_FAULT_PAUSE = Duration.ofSeconds(10);

    /** A queue that takes nothing (its topic is gone) is tried again after this. */
    static final Duration QUEUE_WAIT = Duration.ofSeconds(5);

    /**
     * One decision of a batch.
     *
     * @param provider where the job is routed; empty when it ends
     */
    record Item(
            AdmissionLane lane, Applicant applicant, Optional<String> provider, Decided decided) {}

    private record InTurn(long place, int weight, AdmissionLane lane) {
        static final Comparator<InTurn> ORDER =
                Comparator.comparingLong(InTurn::place)
                        .thenComparingInt(inTurn -> inTurn.lane().lane());

        InTurn at(long next) {
            return new InTurn(next, weight, lane);
        }
    }

    private final LagLimits limits;
    private final AdmissionAdvice advice;
    private int maxBatch = MAX_BATCH;

    /** Of the lanes. */
    private final FairTurns<Integer> turns = new FairTurns<>();

    /** Of the catalogue that those who wait were planned on. */
    private @Nullable Admission planned;

    /** A tick had more overdue jobs than one batch holds. */
    private boolean expiring;

    private final Map<String, Instant> closedQueues = new HashMap<>();

    /** Of the cancellations that all lanes were searched for. */
    private long cancelsSeen;

    AdmissionFlow(LagLimits limits, AdmissionAdvice advice) {
        this.limits = limits;
        this.advice = advice;
    }

    /** The next transaction's decisions, staged in the trackers; empty when nobody can go. */
    List<Item> next(
            Collection<AdmissionLane> lanes, Admission admission, boolean tick, Instant now) {
        planOn(admission, lanes);
        expiring |= tick;
        closedQueues.values().removeIf(until -> !until.isAfter(now));
        var closed = Set.copyOf(closedQueues.keySet());
        var room = new QueueRoom(limits, lanes, admission.weights(), closed);
        var batch = new AdmissionBatch(admission, room, maxBatch, now);
        cancel(lanes);
        if (tick) {
            lanes.forEach(lane -> lane.room().leaveUnserved(this::inService).forEach(lane::arrive));
        }
        for (var lane : lanes) {
            lane.room().due(now).forEach(lane::arrive);
        }
        arrivals(lanes, Applicant.Source.RETURNED, batch);
        arrivals(lanes, Applicant.Source.ACCEPTED, batch);
        if (expiring) {
            lanes.forEach(lane -> expire(lane, batch));
        }
        expiring &= batch.isFull();
        admit(lanes, batch);
        return batch.items();
    }

    /** Another catalogue may offer other routes, or none: nobody waits for what is gone. */
    @SuppressWarnings("ReferenceEquality") // each version has an admission of its own
    private void planOn(Admission admission, Collection<AdmissionLane> lanes) {
        if (planned != admission) {
            planned = admission;
            lanes.forEach(AdmissionLane::examineAgain);
        }
    }

    /** Those who wait and were cancelled arrive again, and are answered as what arrives is. */
    private void cancel(Collection<AdmissionLane> lanes) {
        long version = advice.cancellations().version();
        if (version != cancelsSeen) {
            cancelsSeen = version;
            for (var lane : lanes) {
                lane.room().leaveIf(this::isCancelled).forEach(lane::arrive);
                lane.contents().giveUp(this::isCancelled).forEach(lane::arrive);
            }
        }
    }

    private boolean isCancelled(Applicant applicant) {
        return advice.cancellations().isCancelled(applicant.job());
    }

    private static void expire(AdmissionLane lane, AdmissionBatch batch) {
        lane.room()
                .overdue(batch.now(), batch.free())
                .forEach(overdue -> expire(lane, overdue, batch));
        lane.contents().overdue(batch.now()).forEach(lane::arrive);
    }

    private static void expire(AdmissionLane lane, Applicant overdue, AdmissionBatch batch) {
        batch.end(
                lane, overdue, batch.admission().expire(overdue, lane.nextSequence(), batch.now()));
    }

    /** A few of each lane in turn: nobody waits until another lane's thousands are examined. */
    private void arrivals(
            Collection<AdmissionLane> lanes, Applicant.Source source, AdmissionBatch batch) {
        boolean came = true;
        while (came) {
            came = false;
            for (var lane : lanes) {
                came |= someArrivals(lane, source, batch);
            }
        }
    }

    /** A tracker near its bound decides nothing further out; the jobs before it must go first. */
    private boolean someArrivals(
            AdmissionLane lane, Applicant.Source source, AdmissionBatch batch) {
        var arrived = lane.arrived(source);
        var tracker = lane.tracker(source);
        int taken = 0;
        while (taken < ARRIVALS_IN_TURN
                && !batch.isFull()
                && batch.mayExamine()
                && !arrived.isEmpty()
                && tracker.fits(arrived.firstKey())) {
            var applicant = arrived.pollFirstEntry().getValue();
            decided(lane, applicant, batch, () -> arrival(lane, applicant, batch));
            taken++;
        }
        return taken > 0;
    }

    private void arrival(AdmissionLane lane, Applicant applicant, AdmissionBatch batch) {
        if (isCancelled(applicant)) {
            cancel(lane, applicant, batch);
        } else if (applicant.isOverdue(batch.now())) {
            expire(lane, applicant, batch);
        } else if (applicant.isTooEarly(batch.now())) {
            lane.room().postpone(applicant);
        } else {
            examine(lane, applicant, batch);
        }
    }

    /**
     * Decides about one applicant. One on which our own code fails is decided again a few times and
     * then answered so: it must not hold up its lane.
     */
    private void decided(
            AdmissionLane lane, Applicant applicant, AdmissionBatch batch, Runnable decision) {
        long sequence = lane.sequence();
        try {
            decision.run();
        } catch (RuntimeException | StackOverflowError bug) {
            lane.sequence(sequence);
            fail(lane, applicant, batch, bug);
        }
    }

    /** After a few tries; should that fail too, again and again, at leisure. */
    private void fail(
            AdmissionLane lane, Applicant applicant, AdmissionBatch batch, Throwable bug) {
        if (lane.failed(applicant) < MAX_FAULTS) {
            lane.room().postpone(applicant.notBefore(batch.now().plus(FAULT_PAUSE)));
            return;
        }
        long sequence = lane.sequence();
        try {
            var reference =
                    advice.poison().keep(place(applicant), applicant.job(), applicant.token(), bug);
            batch.end(
                    lane,
                    applicant,
                    batch.admission()
                            .failInternally(
                                    applicant, reference, lane.nextSequence(), batch.now()));
        } catch (RuntimeException again) {
            advice.poison().unanswered(place(applicant), applicant.job(), again);
            lane.sequence(sequence);
            lane.room().postpone(applicant.notBefore(batch.now().plus(LONG_FAULT_PAUSE)));
        }
    }

    private static Poison.Place place(Applicant applicant) {
        var topic =
                switch (applicant.source()) {
                    case ACCEPTED -> Topics.ACCEPTED;
                    case RETURNED -> Topics.RETURNED;
                };
        return new Poison.Place(topic, applicant.lane(), applicant.offset());
    }

    private static void cancel(AdmissionLane lane, Applicant applicant, AdmissionBatch batch) {
        batch.end(
                lane,
                applicant,
                batch.admission().cancel(applicant, lane.nextSequence(), batch.now()));
    }

    private static void examine(AdmissionLane lane, Applicant applicant, AdmissionBatch batch) {
        var examined = batch.examine(lane, applicant);
        if (examined.judged().isAllowed()) {
            lane.room().enter(applicant, Ways.of(examined.plan()));
        } else if (examined.judged().mayBeStale() && !lane.isCertain(applicant)) {
            lane.doubt(applicant);
        } else {
            refuse(lane, examined, batch);
        }
    }

    private static void refuse(
            AdmissionLane lane, Admission.Examined examined, AdmissionBatch batch) {
        batch.end(
                lane,
                examined.applicant(),
                batch.admission().refuse(examined, lane.nextSequence(), batch.now()));
    }

    /** Lanes take turns by the weight of their departments that wait. */
    private void admit(Collection<AdmissionLane> lanes, AdmissionBatch batch) {
        var order = new PriorityQueue<>(InTurn.ORDER);
        lanes.forEach(lane -> order.add(inTurn(lane, batch.admission().weights())));
        while (!order.isEmpty() && !batch.isFull()) {
            var first = order.remove();
            if (admitOne(first.lane(), batch)) {
                turns.took(first.lane().lane(), first.weight());
                order.add(first.at(turns.place(first.lane().lane())));
            }
        }
    }

    private InTurn inTurn(AdmissionLane lane, Weights weights) {
        int weight = Math.max(1, weights.sum(lane.room().departments()));
        return new InTurn(turns.place(lane.lane()), weight, lane);
    }

    private boolean admitOne(AdmissionLane lane, AdmissionBatch batch) {
        Function<Ways, Optional<Way>> free =
                ways ->
                        ways.free(
                                this::inService, way -> batch.room().hasRoom(lane, way.provider()));
        var next = lane.room().next(free, batch.admission().weights());
        next.map(WaitingRoom.Next::applicant)
                .ifPresent(
                        applicant ->
                                decided(
                                        lane,
                                        applicant,
                                        batch,
                                        () -> admitOne(lane, applicant, free, batch)));
        return next.isPresent();
    }

    private boolean inService(Way way) {
        return advice.availability().isAvailable(way.provider(), way.model());
    }

    private void admitOne(
            AdmissionLane lane,
            Applicant applicant,
            Function<Ways, Optional<Way>> free,
            AdmissionBatch batch) {
        if (isCancelled(applicant)) {
            cancel(lane, applicant, batch);
            return;
        }
        if (applicant.isOverdue(batch.now())) {
            expire(lane, applicant, batch);
            return;
        }
        var unroutable = lane.unroutable(applicant);
        if (unroutable.isPresent()) {
            var why = unroutable.get();
            batch.end(
                    lane,
                    applicant,
                    batch.admission().unroutable(applicant, why, lane.nextSequence(), batch.now()));
            return;
        }
        var examined = batch.examine(lane, applicant);
        if (!examined.judged().isAllowed()) {
            refuse(lane, examined, batch);
            return;
        }
        candidate(examined.plan(), free)
                .ifPresentOrElse(
                        chosen -> route(lane, examined, chosen, batch),
                        // A price or a window changed its plan while it waited.
                        () -> lane.room().enter(applicant, Ways.of(examined.plan())));
    }

    private void route(
            AdmissionLane lane,
            Admission.Examined examined,
            RoutePlan.Candidate chosen,
            AdmissionBatch batch) {
        if (!examined.applicant().content().isHere()) {
            batch.recall(lane, examined.applicant(), chosen.route().getProvider());
            return;
        }
        advice.availability().routed(chosen.route());
        batch.route(
                lane,
                examined.applicant(),
                chosen.route().getProvider(),
                batch.admission().admit(examined, chosen, lane.nextSequence(), batch.now()));
    }

    /** The best candidate whose way is free. */
    private static Optional<RoutePlan.Candidate> candidate(
            RoutePlan plan, Function<Ways, Optional<Way>> free) {
        return free.apply(Ways.of(plan))
                .flatMap(
                        way ->
                                plan.candidates().stream()
                                        .filter(one -> Way.of(one.route()).equals(way))
                                        .findFirst());
    }

    /** Who waits for which provider's queue, and why. */
    Map<Wait, Integer> waits(Collection<AdmissionLane> lanes) {
        return new AdmissionWaits(this::inService, closedQueues.keySet()).of(lanes);
    }

    /** The batch counts. */
    void committed(List<Item> batch) {
        maxBatch = Math.min(2 * maxBatch, MAX_BATCH);
        batch.forEach(item -> item.lane().decided(item.applicant()));
        batch.stream().map(Item::lane).distinct().forEach(AdmissionLane::committed);
    }

    /**
     * The batch does not count: its jobs are examined again. An answer that cannot be written is
     * replaced by an undeliverable one next time, a queue that takes nothing is left alone for a
     * while; when no record is known to be to blame, smaller batches isolate it.
     *
     * @param culprit index of the decision whose token or answer cannot be sent, or -1
     * @param tooLarge whether that is for its size
     * @return whether another try at once may go better
     */
    boolean aborted(List<Item> batch, int culprit, boolean tooLarge, Instant now) {
        batch.stream().map(Item::lane).distinct().forEach(AdmissionLane::aborted);
        batch.forEach(item -> item.lane().arrive(item.applicant()));
        if (culprit >= 0 && isBlamed(batch.get(culprit), tooLarge, now)) {
            return true;
        }
        maxBatch = Math.max(1, maxBatch / 2);
        return false;
    }

    private boolean isBlamed(Item culprit, boolean tooLarge, Instant now) {
        if (culprit.provider().isEmpty()) {
            return culprit.lane().undeliverable(culprit.applicant());
        }
        if (tooLarge) {
            culprit.lane().unroutable(culprit.applicant(), Unroutable.TOO_LARGE);
        } else {
            closedQueues.put(culprit.provider().get(), now.plus(QUEUE_WAIT));
        }
        return true;
    }
}
