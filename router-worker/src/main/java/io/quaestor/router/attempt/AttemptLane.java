package io.quaestor.router.attempt;

import io.quaestor.event.RoutedJob;
import io.quaestor.router.fair.Claim;
import io.quaestor.router.fair.Weights;
import io.quaestor.router.track.Mark;
import io.quaestor.router.track.OffsetTracker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One lane of one provider's queue while this worker owns it: what waits, what is called, what has
 * ended and is not committed.
 *
 * <p>Not thread-safe; the loop's thread only. What is in memory outlives a lost transaction: the
 * tracker is then read anew and compared with it.
 */
final class AttemptLane {
    /** How a job of this lane ended, before that is committed. */
    sealed interface Outcome {
        RoutedJob job();

        /** Whether its intent is written. */
        default boolean wasCalled() {
            return switch (this) {
                case CallEnded _, FoundInFlight _, NotCalled _, CancelledInCall _ -> true;
                case Overdue _, TurnedBack _, Cancelled _ -> false;
            };
        }
    }

    /** Our call ended. */
    record CallEnded(RoutedJob job, Ended ended, double jitter) implements Outcome {}

    /** A former owner's call: nobody knows. */
    record FoundInFlight(RoutedJob job) implements Outcome {}

    /**
     * An intent of ours whose transaction was lost, and that counts after all. The call was not
     * made, and it is not made now: as long as we were not told that the lane went away, the intent
     * may as well be that of its next owner, who makes the call.
     */
    record NotCalled(RoutedJob job) implements Outcome {}

    /** Too late to be started. */
    record Overdue(RoutedJob job) implements Outcome {}

    /** Its route is out of service; not tried. */
    record TurnedBack(RoutedJob job, Instant until, double jitter) implements Outcome {}

    /** Cancelled before it was started. */
    record Cancelled(RoutedJob job) implements Outcome {}

    /** Cancelled while its call is open: answered now; what the call used is news when it ends. */
    record CancelledInCall(RoutedJob job) implements Outcome {}

    private final String provider;
    private final int lane;
    private final OffsetTracker tracker;
    private final Backlog waiting = new Backlog();
    private final Map<Long, RoutedJob> calls;
    private final Map<Long, Outcome> outcomes;
    private final Set<Long> undeliverable = new HashSet<>();

    /**
     * Intents whose transaction was lost: if they turn out to be committed, the calls were still
     * not made.
     */
    private final Set<Long> uncertain;

    /** Open calls of jobs that are answered: cancelled. */
    private final Set<Long> answered;

    private final List<CallEnded> lateEnds;

    /** How often a decision about the job failed for a fault of ours. */
    private final Map<Long, Integer> faults = new HashMap<>();

    private boolean draining;

    /** A lane just taken over. */
    AttemptLane(String provider, int lane, OffsetTracker tracker) {
        this(
                provider,
                lane,
                tracker,
                new HashMap<>(),
                new LinkedHashMap<>(),
                new HashSet<>(),
                new HashSet<>(),
                new ArrayList<>());
    }

    private AttemptLane(
            String provider,
            int lane,
            OffsetTracker tracker,
            Map<Long, RoutedJob> calls,
            Map<Long, Outcome> outcomes,
            Set<Long> uncertain,
            Set<Long> answered,
            List<CallEnded> lateEnds) {
        this.provider = provider;
        this.lane = lane;
        this.tracker = tracker;
        this.calls = calls;
        this.outcomes = outcomes;
        this.uncertain = uncertain;
        this.answered = answered;
        this.lateEnds = lateEnds;
    }

    /**
     * The same lane with what is committed read anew; calls and outcomes in memory stay, but for
     * those that turn out to be committed.
     */
    AttemptLane reread(OffsetTracker committed) {
        outcomes.keySet().stream()
                .filter(offset -> offset < committed.watermark())
                .toList()
                .forEach(this::foundFinished);
        var again =
                new AttemptLane(
                        provider, lane, committed, calls, outcomes, uncertain, answered, lateEnds);
        again.undeliverable.addAll(undeliverable);
        return again;
    }

    /**
     * Whether this is the lane of the same assignment: read anew it shares its calls, taken anew it
     * does not.
     */
    @SuppressWarnings("ReferenceEquality")
    boolean isSameOwnership(AttemptLane other) {
        return calls == other.calls;
    }

    /** Takes a record just read. */
    void take(long offset, RoutedJob job) {
        switch (tracker.delivered(offset)) {
            case NEW -> takeNew(offset, job);
            case IN_FLIGHT -> takeInFlight(offset, job);
            case FINISHED -> forget(offset);
        }
    }

    private void takeNew(long offset, RoutedJob job) {
        uncertain.remove(offset);
        if (!outcomes.containsKey(offset)) {
            waiting.add(offset, job);
        }
    }

    private void takeInFlight(long offset, RoutedJob job) {
        if (uncertain.remove(offset)) {
            outcomes.put(offset, new NotCalled(job));
        } else if (!calls.containsKey(offset) && !outcomes.containsKey(offset)) {
            outcomes.put(offset, new FoundInFlight(job));
        }
    }

    private void forget(long offset) {
        foundFinished(offset);
        uncertain.remove(offset);
    }

    /**
     * The job turned out to be finished. Mostly a transaction of ours did it that seemed lost; but
     * that may have been one for a cancellation, and the call has ended since, or the lane is
     * another's, who said that nobody knows, and we were not told yet. So what the call used is
     * told once more: where it is known already that changes nothing.
     */
    private void foundFinished(long offset) {
        if (outcomes.get(offset) instanceof CallEnded callEnded) {
            lateEnds.add(callEnded);
        }
        finished(offset);
    }

    /** The end of the job is committed. A call that is still open is that of a cancelled job. */
    void finished(long offset) {
        outcomes.remove(offset);
        undeliverable.remove(offset);
        faults.remove(offset);
        if (calls.containsKey(offset)) {
            answered.add(offset);
        }
    }

    /** Ends of calls whose jobs turned out to be answered: only what they cost is news. */
    List<CallEnded> takeLate() {
        var taken = List.copyOf(lateEnds);
        lateEnds.clear();
        return taken;
    }

    void called(long offset, RoutedJob job) {
        calls.put(offset, job);
    }

    /**
     * A call ended.
     *
     * @return whether it is late: the job is answered already
     */
    boolean ended(long offset, Ended ended, double jitter) {
        var job = calls.remove(offset);
        if (job == null) {
            return false;
        }
        if (answered.remove(offset)) {
            return true;
        }
        outcomes.put(offset, new CallEnded(job, ended, jitter));
        return false;
    }

    /** Ends those who wait to be started for which the test holds. */
    void endWaiting(Predicate<RoutedJob> test, Function<RoutedJob, Outcome> how) {
        waiting.removeIf(
                one -> test.test(one.job()) && tracker.fits(one.offset()),
                one -> outcomes.put(one.offset(), how.apply(one.job())));
    }

    /** Ends the jobs with an open call for which the test holds; the calls go on. */
    void endCalled(Predicate<RoutedJob> test) {
        calls.forEach(
                (offset, job) -> {
                    if (!answered.contains(offset)
                            && !outcomes.containsKey(offset)
                            && test.test(job)) {
                        outcomes.put(offset, new CancelledInCall(job));
                    }
                });
    }

    /** Another decision about the job failed; how many have. */
    int failed(long offset) {
        return faults.merge(offset, 1, Integer::sum);
    }

    /** The transaction that held these intents was lost. */
    void uncertainStart(long offset) {
        uncertain.add(offset);
    }

    /**
     * Whether an outcome can be written: after a lost transaction not before its record was read
     * again, for until then nobody knows whether it is committed.
     */
    boolean isReady(long offset) {
        return tracker.isOpen(offset) && tracker.fits(offset);
    }

    /** A job that cannot be read is not tried; it lies among the dead letters. */
    void skip(long offset) {
        tracker.discard(offset);
        forget(offset);
    }

    void drain() {
        draining = true;
        waiting.clear();
    }

    boolean draining() {
        return draining;
    }

    /** On the provider's calls: those that are open, and one for each job that waits. */
    Claim claim(Weights weights) {
        return new Claim(weights.sum(waiting.departments()), (long) openCalls() + waiting.size());
    }

    /** What to commit if the staged changes become final. */
    Mark mark(Weights weights) {
        return tracker.mark(weights.sum(waiting.departments()));
    }

    /** Whether a call is open whose end belongs into its job's answer. */
    boolean awaitsCalls() {
        return calls.size() > answered.size();
    }

    /** Calls made and not ended; intents that may count are among them until that is known. */
    int openCalls() {
        return calls.size() + uncertain.size();
    }

    String provider() {
        return provider;
    }

    int lane() {
        return lane;
    }

    OffsetTracker tracker() {
        return tracker;
    }

    Backlog waiting() {
        return waiting;
    }

    Map<Long, RoutedJob> calls() {
        return calls;
    }

    /** Calls that ended and whose end is not known to be committed. */
    List<CallEnded> ended() {
        return outcomes.values().stream()
                .filter(CallEnded.class::isInstance)
                .map(CallEnded.class::cast)
                .toList();
    }

    Map<Long, Outcome> outcomes() {
        return outcomes;
    }

    Set<Long> undeliverable() {
        return undeliverable;
    }
}
