package io.quaestor.spend.fold;

import java.util.List;
import java.util.Optional;

/** What {@link LaneFold} may ask of a lane. */
public interface LaneState {

    /** Next journal offset that is not folded yet. */
    long nextOffset();

    Optional<OpenHold> hold(HoldId id);

    /** Open holds of one run of a job; at most one by protocol. */
    List<OpenHold> holdsOf(String jobId, long run);

    Optional<Estimate> estimate(HoldId id);

    Optional<KeyTotal> total(TotalKey key);

    /** Totals of a target in all windows that are kept. */
    List<KeyTotal> totals(Target target);

    List<Limit> limits(Target target);

    Optional<Limit> limit(String budget);
}
