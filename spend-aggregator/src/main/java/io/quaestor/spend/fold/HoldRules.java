package io.quaestor.spend.fold;

import io.quaestor.event.Admitted;
import io.quaestor.event.AttemptFinished;
import io.quaestor.event.Hold;
import io.quaestor.event.JournalEvent;
import io.quaestor.event.UsageObserved;
import io.quaestor.kernel.Department;
import io.quaestor.spend.fold.OpenHold.Observed;
import io.quaestor.spend.fold.OpenHold.Payer;
import java.util.Optional;

/**
 * How a hold opens and by what it ends.
 *
 * <ul>
 *   <li>{@code Admitted} opens it: held += h.
 *   <li>An attempt known to be unbilled leaves it open; it covers any number of them.
 *   <li>A billed attempt with usage ends it: held −= h, settled += actual.
 *   <li>An unknown outcome, a reply without usage, or {@code HoldExpired} ends it: held −= h,
 *       settled += h, estimated.
 *   <li>{@code Released} ends it: held −= h. So does the end of its job, should {@code Released} be
 *       missing.
 *   <li>{@code UsageObserved} corrects an estimate once: settled += actual − h. Should it come
 *       before the outcome is declared unknown (the former owner wrote it before the next took
 *       over), it waits in the hold and is settled by the hold's end. Of a call that is settled it
 *       changes nothing.
 * </ul>
 *
 * An estimate made by expiry is withdrawn when a late {@code Released} or a known outcome shows
 * what really happened: after a long standstill of everything, expiry may be folded before the new
 * owner's events.
 */
final class HoldRules {

    static Folded admitted(Folding folding, Admitted admitted) {
        var hold = openHold(folding, admitted);
        // A fallback that keeps its hold is admitted again: same dispatch, counted once.
        folding.lane()
                .hold(hold.id())
                .ifPresent(
                        former ->
                                folding.move(former.keys(), Tally.release(former.boundNanoUsd())));
        if (hold.keys().size() < Wire.keyCount(admitted.getHold())) {
            folding.say(new Change.Odd("hold counts in a key this version cannot keep"));
        }
        return folding.move(hold.keys(), Tally.hold(hold.boundNanoUsd()))
                .keep(new Change.HoldKept(hold))
                .changes();
    }

    private static OpenHold openHold(Folding folding, Admitted admitted) {
        JournalEvent event = folding.event();
        Hold hold = admitted.getHold();
        var department = new Department(event.getDepartment());
        var keys =
                Wire.keys(department, hold).stream()
                        .map(key -> shared(folding.lane(), key))
                        .distinct()
                        .toList();
        if (keys.isEmpty() || hold.getBoundNanoUsd() < 0) {
            throw new IllegalArgumentException("hold without keys or with a negative bound");
        }
        return new OpenHold(
                new HoldId(event.getSubject(), event.getRun(), admitted.getDispatch()),
                event.getRequestId(),
                new Payer(
                        department.code(),
                        admitted.getUser(),
                        admitted.getUseCase(),
                        admitted.getModel()),
                admitted.getRoute(),
                event.getSimulated() || admitted.getRoute().getSimulated(),
                hold.getBoundNanoUsd(),
                hold.getPriced(),
                keys,
                admitted.getDeadline(),
                Optional.empty(),
                false,
                Optional.ofNullable(event.getTrace()));
    }

    /** An equal key that is in memory anyway: thousands of open holds count in the same dozens. */
    private static TotalKey shared(LaneState lane, TotalKey key) {
        return lane.total(key).map(KeyTotal::key).orElse(key);
    }

    static Folded attemptFinished(Folding folding, AttemptFinished finished) {
        var id = folding.holdId(finished.getDispatch());
        var open = folding.lane().hold(id);
        if (open.isEmpty()) {
            return finishedWithoutHold(folding, id, finished);
        }
        var hold = open.get();
        return switch (EndOfCall.of(finished)) {
            case EndOfCall.Unbilled() -> folding.move(hold.keys(), Tally.unbilled()).changes();
            case EndOfCall.Known(var actual) -> Settlement.settle(folding, hold, actual).changes();
            case EndOfCall.Unknown() ->
                    Settlement.unknown(
                                    folding,
                                    hold,
                                    Estimate.Cause.UNKNOWN_OUTCOME,
                                    finished.getAttempt(),
                                    finished.getRoute())
                            .changes();
        };
    }

    /** The hold ended before: only what a known cost can still set right is done. */
    private static Folded finishedWithoutHold(
            Folding folding, HoldId id, AttemptFinished finished) {
        var estimate = folding.lane().estimate(id);
        return switch (EndOfCall.of(finished)) {
            case EndOfCall.Unbilled() -> folding.changes();
            case EndOfCall.Unknown() ->
                    estimate.isPresent() && estimate.get().cause() == Estimate.Cause.EXPIRED
                            ? folding.changes()
                            : folding.say(
                                            new Change.Odd(
                                                    "unknown outcome of a dispatch that had ended"))
                                    .changes();
            case EndOfCall.Known(var actual) -> {
                if (estimate.isEmpty()) {
                    yield new Folded.Unfoldable(
                            "billed attempt of a dispatch without an open hold");
                }
                if (estimate.get().cause() != Estimate.Cause.EXPIRED) {
                    folding.say(
                            new Change.Odd(
                                    "billed attempt after an unknown one in the same dispatch"));
                }
                yield Settlement.correct(folding, estimate.get(), actual);
            }
        };
    }

    static Folded usageObserved(Folding folding, UsageObserved usage) {
        var id = folding.holdId(usage.getDispatch());
        var observed =
                new Observed(
                        usage.getAttempt(), usage.getRoute(), usage.getUsage(), usage.getCost());
        var open = folding.lane().hold(id);
        if (open.isPresent()) {
            return folding.keep(new Change.HoldKept(open.get().with(observed))).changes();
        }
        var estimate = folding.lane().estimate(id);
        // Its writer may not have known that its own outcome was committed: nothing to correct
        // then.
        return estimate.isPresent()
                ? Settlement.correct(folding, estimate.get(), observed)
                : folding.say(new Change.Odd("usage observed of a call that is settled")).changes();
    }

    static Folded released(Folding folding, int dispatch) {
        var id = folding.holdId(dispatch);
        folding.lane().hold(id).ifPresent(hold -> release(folding, hold));
        folding.lane()
                .estimate(id)
                .filter(estimate -> estimate.cause() == Estimate.Cause.EXPIRED)
                .filter(estimate -> estimate.correctableAt(folding.event().getAt()))
                .ifPresent(estimate -> Settlement.withdraw(folding, estimate));
        return folding.changes();
    }

    static Folded expired(Folding folding, int dispatch) {
        var hold = folding.lane().hold(folding.holdId(dispatch));
        if (hold.isEmpty()) {
            return folding.changes();
        }
        var open = hold.get();
        return Settlement.unknown(folding, open, Estimate.Cause.EXPIRED, 0, open.route()).changes();
    }

    /** A terminal event is the end of every hold of its run. */
    static Folded jobEnded(Folding folding) {
        var event = folding.event();
        folding.lane()
                .holdsOf(event.getSubject(), event.getRun())
                .forEach(hold -> release(folding, hold));
        return folding.changes();
    }

    /** No call of this dispatch cost anything, unless its usage was seen. */
    private static void release(Folding folding, OpenHold hold) {
        if (hold.observed().isPresent()) {
            var _ = Settlement.settle(folding, hold, hold.observed().get());
            return;
        }
        folding.move(hold.keys(), Tally.release(hold.boundNanoUsd()))
                .keep(new Change.HoldEnded(hold.id()));
    }

    private HoldRules() {}
}
