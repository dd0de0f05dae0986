package io.quaestor.spend.fold;

import io.quaestor.event.HoldExpired;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.LaneEcho;
import io.quaestor.event.LaneTaken;
import io.quaestor.event.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that is kept of one lane. {@link LaneFold} decides on it, {@link #apply} keeps the decision,
 * {@link #flush} says what is to be published.
 *
 * <p>The owner calls from one thread and makes entries and publications durable together. {@code
 * publishedAsOf} is one number for the lane, because a flush publishes every changed key: a key
 * whose own last change is later was not published.
 */
public final class LaneBook implements LaneState {

    private static final String POSITION = "p";

    private final int lane;
    private final String foldEpoch;
    private final Entries entries;
    private final Holds holds;
    private final Limits limits;
    private final Totals totals;
    private long nextOffset;
    private long publishedAsOf;

    /**
     * Opens the book on what its entries hold.
     *
     * @param foldEpoch names this fold; states of another one are not comparable
     */
    public LaneBook(int lane, String foldEpoch, Entries entries) {
        this.lane = lane;
        this.foldEpoch = foldEpoch;
        this.entries = entries;
        var position = Codec.position(entries.get(POSITION));
        this.nextOffset = position.nextOffset();
        this.publishedAsOf = position.publishedAsOf();
        this.holds = new Holds(entries);
        this.limits = new Limits(entries);
        this.totals = new Totals(entries, publishedAsOf);
    }

    /**
     * Keeps what folding the event at this offset decided; an offset without changes counts as
     * folded too.
     */
    public void apply(long offset, List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.Kept kept) {
                apply(kept);
            }
        }
        nextOffset = Math.max(nextOffset, offset + 1);
        keepPosition();
    }

    private void apply(Change.Kept change) {
        switch (change) {
            case Change.HoldKept(OpenHold hold) -> holds.keep(hold);
            case Change.HoldEnded(HoldId id) -> holds.end(id);
            case Change.EstimateKept(Estimate estimate) -> holds.keep(estimate);
            case Change.EstimateEnded(HoldId id) -> holds.endEstimate(id);
            case Change.TotalKept(KeyTotal total) -> totals.keep(total);
            case Change.LimitSet(Limit limit) -> limits.set(limit);
            case Change.LimitEnded(String budget) -> limits.end(budget);
        }
    }

    private void keepPosition() {
        entries.put(POSITION, Codec.position(nextOffset, publishedAsOf));
    }

    /** True when something changed that is not published yet. */
    public boolean isDirty() {
        return totals.isDirty();
    }

    /** Everything that changed since the last flush, as of now; the caller publishes all of it. */
    public List<Statement> flush() {
        if (!totals.isDirty()) {
            return List.of();
        }
        var stamp = new Statement.Stamp(lane, foldEpoch, nextOffset);
        var statements = new ArrayList<Statement>();
        for (KeyTotal total : totals.takeDirty()) {
            var statement = Statement.of(total, limits(total.key().target()), stamp);
            if (statement.state().isPresent() && !total.shown()) {
                totals.shown(total);
            }
            statements.add(statement);
        }
        publishedAsOf = nextOffset;
        keepPosition();
        return statements;
    }

    /** What is published behind a flush when admission took the lane. */
    public LaneEcho echo(LaneTaken taken) {
        return new LaneEcho(
                taken.getNonce(), foldEpoch, taken.getLastAdmissionSequence(), nextOffset);
    }

    public boolean hasOpenHolds() {
        return holds.size() > 0;
    }

    /**
     * The events by which overdue holds end, to be written to the journal; money moves when they
     * are folded. Each hold's is asked for once.
     *
     * @param patience after a hold's deadline: the longest call and the time its outcome may take
     *     to arrive
     */
    public List<JournalEvent> expire(Instant now, Duration patience, String instance) {
        var events = new ArrayList<JournalEvent>();
        for (OpenHold hold : holds.overdue(now.minus(patience))) {
            events.add(expiry(hold, now, instance));
            holds.keep(hold.withExpiryWritten());
        }
        return events;
    }

    private JournalEvent expiry(OpenHold hold, Instant now, String instance) {
        var id = hold.id();
        return JournalEvent.newBuilder()
                .setLane(lane)
                .setEventId("%s/%d/hold-expired-%d".formatted(id.jobId(), id.run(), id.dispatch()))
                .setSubject(id.jobId())
                .setDepartment(hold.payer().department())
                .setRequestId(hold.requestId())
                .setRun(id.run())
                .setAt(now)
                .setStage(Stage.SPEND)
                .setInstance(instance)
                .setSimulated(hold.simulated())
                .setTrace(hold.trace().orElse(null))
                .setEvent(new HoldExpired(id.dispatch(), hold.boundNanoUsd()))
                .build();
    }

    /**
     * Forgets totals of windows long gone; the result names those to be removed from {@code
     * llm.budgets}.
     */
    public List<TotalKey> forget(Instant now) {
        holds.forgetEstimates(now);
        return totals.forget(now).stream().filter(KeyTotal::shown).map(KeyTotal::key).toList();
    }

    @Override
    public long nextOffset() {
        return nextOffset;
    }

    @Override
    public Optional<OpenHold> hold(HoldId id) {
        return holds.hold(id);
    }

    @Override
    public List<OpenHold> holdsOf(String jobId, long run) {
        return holds.of(jobId, run);
    }

    @Override
    public Optional<Estimate> estimate(HoldId id) {
        return holds.estimate(id);
    }

    @Override
    public Optional<KeyTotal> total(TotalKey key) {
        return totals.of(key);
    }

    @Override
    public List<KeyTotal> totals(Target target) {
        return totals.of(target);
    }

    @Override
    public List<Limit> limits(Target target) {
        return limits.of(target);
    }

    @Override
    public Optional<Limit> limit(String budget) {
        return limits.of(budget);
    }
}
